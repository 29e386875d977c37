package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Peers with whom this daemon's oblivious transfers of a key are not used any more, until the two
 * have set them up again. Every public method is one transaction of the journal.
 */
public final class PairJournal {
  private final Journal lock;
  private final Handle db;

  PairJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /**
   * A pair that is not used.
   *
   * @param erased whether nothing of it stands in the sealed share any more
   */
  public record Spoiled(KeyEpoch key, DaemonId peer, boolean erased) {}

  static void spoil(Handle tx, KeyEpoch key, DaemonId peer, String why, Instant now) {
    tx.execute(
        "INSERT INTO spoiled_pair VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
        key.key().text(),
        key.epoch(),
        peer.text(),
        why,
        now.toString());
  }

  /** Uses nothing of a pair any more. */
  public void spoil(KeyEpoch key, DaemonId peer, String why, Instant now) {
    synchronized (lock) {
      spoil(db, key, peer, why, now);
    }
  }

  /** The sealed share holds nothing of the pair any more. */
  public void erased(KeyEpoch key, DaemonId peer) {
    synchronized (lock) {
      db.execute(
          "UPDATE spoiled_pair SET erased = 1 WHERE key = ? AND epoch = ? AND daemon = ?",
          key.key().text(),
          key.epoch(),
          peer.text());
    }
  }

  /** The sealed share holds what the two set up again; said after that is durable. */
  public void renewed(KeyEpoch key, DaemonId peer) {
    synchronized (lock) {
      db.execute(
          "DELETE FROM spoiled_pair WHERE key = ? AND epoch = ? AND daemon = ?",
          key.key().text(),
          key.epoch(),
          peer.text());
    }
  }

  /** All pairs that are not used. */
  public List<Spoiled> all() {
    synchronized (lock) {
      return db.createQuery("SELECT key, epoch, daemon, erased FROM spoiled_pair ORDER BY kept_at")
          .map(
              (row, context) ->
                  new Spoiled(
                      new KeyEpoch(new KeyId(row.getString(1)), row.getInt(2)),
                      new DaemonId(row.getString(3)),
                      row.getBoolean(4)))
          .list();
    }
  }
}
