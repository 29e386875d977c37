package io.argosy.custody.tell;

import io.argosy.custody.session.Peers;
import io.argosy.custodycore.Conflict;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.TellJournal.Later;
import io.argosy.model.DaemonId;
import io.opentelemetry.api.metrics.Meter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What was told here that people must look at. Thread-safe. */
public final class Alarms {
  private static final int MOST_NAMED = 20;
  private final Journal journal;
  private final Telling telling;
  private final Peers peers;
  private final Clock clock;

  public Alarms(Journal journal, Telling telling, Peers peers, Clock clock) {
    this.journal = journal;
    this.telling = telling;
    this.peers = peers;
    this.clock = clock;
  }

  private Optional<Later> later() {
    return journal.policy().flatMap(journal.tells()::laterThan);
  }

  /** Which later policy was shown here, and what to do; for people. */
  public Optional<String> late() {
    return later()
        .map(
            later ->
                "officers signed policy %d, which %s showed and this host was not given: install it here (InstallPolicy); until then nothing is registered or signed"
                    .formatted(later.number(), later.shownBy()));
  }

  /** Daemons that did not say that they hold the latest policy that is known here. */
  public List<DaemonId> policyMissing() {
    long held = journal.policy().map(Policy::number).orElse(0L);
    var later = later();
    long latest = later.map(Later::number).orElse(held);
    return peers.all().stream()
        .filter(
            daemon ->
                daemon == peers.self() ? later.isPresent() : telling.policyOf(daemon) < latest)
        .map(daemon -> peers.daemon(daemon).id())
        .toList();
  }

  /** External ids that stand in two statements which are not past their expiry. */
  public long conflictCount() {
    return journal.conflicts().count(clock.instant());
  }

  /** The first of them. */
  public List<Conflict> conflicts() {
    return journal.conflicts().first(MOST_NAMED, clock.instant());
  }

  /** Shows both among the metrics. */
  public void show(Meter meter) {
    var _ =
        meter
            .gaugeBuilder("argosy.custody.policy.late")
            .setDescription("1 while a later policy was shown here than is in force.")
            .ofLongs()
            .buildWithCallback(out -> out.record(later().isPresent() ? 1 : 0));
    var _ =
        meter
            .gaugeBuilder("argosy.custody.conflicts")
            .setDescription("External ids in two statements at different daemons.")
            .ofLongs()
            .buildWithCallback(out -> out.record(conflictCount()));
  }
}
