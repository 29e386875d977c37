package io.argosy.custody.session;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.SessionJournal;
import io.argosy.model.DaemonId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemons that failed a check on oblivious transfers or products, which may have cost a bit of this
 * daemon's secrets. No session is held with them any more, in whatever key, after a restart too;
 * sessions that run in parallel end at once. An administrator of this host ends it, and then the
 * transfers of every key are set up again. Thread-safe.
 */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private final SessionJournal journal;
  private final Supplier<List<KeyEpoch>> keys;
  private final Consumer<DaemonId> endSessions;
  private final Clock clock;
  private final Set<DaemonId> daemons = ConcurrentHashMap.newKeySet();

  /**
   * @param keys all that this daemon has
   * @param endSessions ends whatever runs with a daemon
   */
  public Quarantine(
      SessionJournal journal,
      Supplier<List<KeyEpoch>> keys,
      Consumer<DaemonId> endSessions,
      Clock clock) {
    this.journal = journal;
    this.keys = keys;
    this.endSessions = endSessions;
    this.clock = clock;
    daemons.addAll(journal.quarantined());
  }

  /** In force at once, and durable when this returns. */
  void put(DaemonId daemon, String session, String failed) {
    daemons.add(daemon);
    LOG.error("{} is quarantined: {} failed in session {}", daemon, failed, session);
    journal.quarantine(daemon, session, failed, keys.get(), clock.instant());
    endSessions.accept(daemon);
  }

  /** Ends a quarantine by a person's word; false when there is none. */
  public boolean release(DaemonId daemon, String by) {
    boolean kept = journal.release(daemon, by, clock.instant());
    daemons.remove(daemon);
    if (kept) {
      LOG.warn("{} is released from quarantine by {}", daemon, by);
    }
    return kept;
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
