package io.argosy.custody.session;

import io.argosy.custodycore.SessionJournal;
import io.argosy.model.DaemonId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemons that failed a check on oblivious transfers or products, which may have cost a bit of this
 * daemon's secrets. No session is held with them any more, in whatever key, after a restart too; a
 * session that runs in parallel ends at its next round. Thread-safe.
 */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private final SessionJournal journal;
  private final Clock clock;
  private final Set<DaemonId> daemons = ConcurrentHashMap.newKeySet();

  public Quarantine(SessionJournal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
    daemons.addAll(journal.quarantined());
  }

  /** In force at once, and durable when this returns. */
  void put(DaemonId daemon, String session, String failed) {
    daemons.add(daemon);
    LOG.error("{} is quarantined: {} failed in session {}", daemon, failed, session);
    journal.quarantine(daemon, session, failed, clock.instant());
  }

  /** One of these that is quarantined. */
  Optional<DaemonId> among(Collection<DaemonId> some) {
    return some.stream().filter(daemons::contains).findFirst();
  }

  /** All of them. */
  public List<DaemonId> all() {
    return daemons.stream().sorted((a, b) -> a.text().compareTo(b.text())).toList();
  }
}
