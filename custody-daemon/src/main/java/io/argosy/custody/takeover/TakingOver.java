package io.argosy.custody.takeover;

import io.argosy.custody.session.CheckpointRead;
import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Peers;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.TakeoverJournal;
import io.argosy.custodycore.TakeoverJournal.Takeover;
import io.argosy.custodycore.Takeovers;
import io.argosy.model.DaemonId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this daemon brought no share into an epoch, it reads what those who held the key agreed to,
 * from each of them on a thread of its own; before enough of them have shown all the key does not
 * sign here, and the others are asked on. Thread-safe.
 */
public final class TakingOver {
  private static final Logger LOG = LoggerFactory.getLogger(TakingOver.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private final Rosters rosters;
  private final DaemonId self;
  private final Peers peers;
  private final Shares shares;
  private final TakeoverJournal journal;
  private final Takeovers takeovers;
  private final Clock clock;
  private final Faults faults;
  private final Map<Asked, Attempt> attempts = new ConcurrentHashMap<>();

  public TakingOver(
      Rosters rosters,
      DaemonId self,
      Peers peers,
      Shares shares,
      TakeoverJournal journal,
      Takeovers takeovers,
      Clock clock,
      Faults faults) {
    this.rosters = rosters;
    this.self = self;
    this.peers = peers;
    this.shares = shares;
    this.journal = journal;
    this.takeovers = takeovers;
    this.clock = clock;
    this.faults = faults;
  }

  private record Asked(KeyEpoch key, DaemonId daemon) {}

  /**
   * How it goes with one daemon.
   *
   * @param failed why the last attempt ended; empty for none
   * @param notBefore {@link System#nanoTime} of the next one; empty while one runs
   */
  private record Attempt(String failed, Optional<Long> notBefore) {}

  /** Before a share of an epoch is sealed here: the epoch waits, whatever happens next. */
  public void owe(KeyEpoch key, Roster from, Roster to) {
    journal.owe(new Takeover(key, from.version(), to.version()), clock.instant());
    faults.at(Faults.Point.TAKEOVER_KEPT);
  }

  /** Asks whom there is to ask. Called every half second. */
  public void look() {
    for (var key : shares.all()) {
      journal.last(key).ifPresent(this::ask);
    }
  }

  private void ask(Takeover takeover) {
    for (var daemon : missing(takeover)) {
      var asked = new Asked(takeover.key(), daemon);
      var before = attempts.get(asked);
      boolean due =
          before == null
              || before.notBefore().filter(time -> System.nanoTime() - time >= 0).isPresent();
      if (due && peers.up().contains(daemon)) {
        attempts.put(asked, new Attempt(failed(asked), Optional.empty()));
        var _ = Thread.ofVirtual().name("takeover-" + daemon).start(() -> run(takeover, asked));
      }
    }
  }

  private List<DaemonId> missing(Takeover takeover) {
    return journal.missing(takeover, version(takeover.from()), self);
  }

  private Roster version(int number) {
    return rosters.since(number).getFirst();
  }

  private String failed(Asked asked) {
    return Optional.ofNullable(attempts.get(asked)).map(Attempt::failed).orElse("");
  }

  private void run(Takeover takeover, Asked asked) {
    String failed = "fault of this daemon";
    try {
      failed = read(takeover, asked.daemon());
    } catch (RuntimeException e) {
      LOG.error("taking over from {} failed; it is tried again", asked.daemon(), e);
    } finally {
      if (!failed.isEmpty() && !failed.equals(failed(asked))) {
        LOG.warn("{} is not taken over from {}: {}", takeover.key(), asked.daemon(), failed);
      }
      long next = System.nanoTime() + AFTER_FAILURE.toNanos();
      attempts.put(asked, new Attempt(failed, Optional.of(next)));
    }
  }

  /** Page by page to the last; answers why not. */
  private String read(Takeover takeover, DaemonId from) {
    var peer = peers.index(from.text());
    while (peer.isPresent()) {
      var next = journal.shown(takeover.key(), from).next();
      switch (peers.checkpoint(peer.get(), takeover, next)) {
        case CheckpointRead.Not(var reason) -> {
          return reason;
        }
        case CheckpointRead.Page(var signed) -> {
          switch (takeovers.take(takeover, from, signed)) {
            case Answer.Refused<Takeovers.Taken>(var why, var detail) -> {
              return why + ", " + detail;
            }
            case Answer.Granted<Takeovers.Taken>(var taken) -> {
              faults.at(Faults.Point.CHECKPOINT_KEPT);
              if (taken != Takeovers.Taken.MORE) {
                LOG.info("{}: all that {} agreed to is taken over", takeover.key(), from);
                if (taken == Takeovers.Taken.SETTLED) {
                  LOG.info("{} signs here from now on", takeover.key());
                }
                return "";
              }
            }
          }
        }
      }
    }
    return "it is no peer any more";
  }

  /** Whether a key signs here as far as takeovers go. */
  public boolean settled(KeyCertificate key) {
    return journal.open(new KeyEpoch(key.key(), key.epoch())).isEmpty();
  }

  private List<Takeover> open() {
    return shares.all().stream().flatMap(key -> journal.open(key).stream()).toList();
  }

  /** Keys that do not sign here yet, and for want of whom; for people. */
  public List<String> waiting() {
    return open().stream().map(this::text).toList();
  }

  private String text(Takeover takeover) {
    var from = version(takeover.from());
    var yet = missing(takeover).stream().map(each -> said(takeover, each)).toList();
    return "%s does not sign here before %d daemons of roster version %d have shown what they agreed to; missing: %s"
        .formatted(
            takeover.key().key(), from.checkpoints(), from.version(), String.join(", ", yet));
  }

  private String said(Takeover takeover, DaemonId daemon) {
    String failed = failed(new Asked(takeover.key(), daemon));
    return failed.isEmpty() ? daemon.text() : daemon + " (" + failed + ")";
  }

  /** The oldest version of the roster whose daemons are needed, to sign or to be asked. */
  public OptionalInt oldestRoster() {
    return IntStream.concat(
            shares.oldestRoster().stream(), open().stream().mapToInt(Takeover::from))
        .min();
  }
}
