package io.argosy.custodycore;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which refills this daemon ever permitted; what was permitted counts for ever, signed or not.
 * Every method is one transaction of the journal.
 */
final class RefillJournal {
  private final Journal lock;
  private final Handle db;

  RefillJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** Leaves of one fund statement, by its position. */
  List<Integer> permitted(long position) {
    synchronized (lock) {
      return db.createQuery("SELECT leaf FROM refill WHERE position = :position ORDER BY leaf")
          .bind("position", position)
          .mapTo(Integer.class)
          .list();
    }
  }

  /** The same leaf again is the same refill. */
  void permit(long position, List<Integer> leaves, Instant now) {
    synchronized (lock) {
      db.useTransaction(
          tx -> {
            for (int leaf : leaves) {
              tx.execute(
                  "INSERT INTO refill VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                  position,
                  leaf,
                  now.toString());
            }
          });
    }
  }
}
