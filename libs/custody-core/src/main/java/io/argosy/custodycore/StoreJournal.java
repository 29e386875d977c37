package io.argosy.custodycore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What was done with shares and the keys that wrap them, and how the key store was; rows are added
 * and never change. Every public method is one transaction of the journal.
 */
public final class StoreJournal {
  private static final int MOST_DETAIL = 300;
  private final Journal lock;
  private final Handle db;

  StoreJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** What happened. */
  public enum What {
    WRAPPED,
    REWRAPPED,
    DESTROYED,
    WIPED,
    UNSEALED,
    AWAY,
    ANSWERS
  }

  /** One share, by its key and epoch. */
  public record Share(String key, int epoch) {}

  /** One row. */
  public record Event(Instant at, What what, String share, String detail) {}

  /** Records what concerns all shares. */
  public void record(What what, String detail, Instant now) {
    insert(what, "", detail, now);
  }

  /** Records what concerns one share. */
  public void record(What what, Share share, String detail, Instant now) {
    insert(what, text(share), detail, now);
  }

  private static String text(Share share) {
    return share.key() + "-" + share.epoch();
  }

  private void insert(What what, String share, String detail, Instant now) {
    String cut = detail.substring(0, Math.min(MOST_DETAIL, detail.length()));
    synchronized (lock) {
      db.execute(
          "INSERT INTO store_event (at, what, share, detail) VALUES (?, ?, ?, ?)",
          now.toString(),
          what.name(),
          share,
          cut);
    }
  }

  /** When the key that protects a share now began to. */
  public Optional<Instant> wrappedAt(Share share) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT at
                FROM store_event
               WHERE share = :share AND what IN ('WRAPPED', 'REWRAPPED')
               ORDER BY position DESC
               LIMIT 1""")
          .bind("share", text(share))
          .mapTo(String.class)
          .findOne()
          .map(Instant::parse);
    }
  }

  /** Epochs of a key of which a share was ever sealed here. */
  public List<Integer> epochs(String key) {
    String begin = key + "-";
    synchronized (lock) {
      return db
          .createQuery(
              """
              SELECT DISTINCT share
                FROM store_event
               WHERE what = 'WRAPPED' AND substr(share, 1, length(:begin)) = :begin""")
          .bind("begin", begin)
          .mapTo(String.class)
          .stream()
          .map(share -> share.substring(begin.length()))
          .filter(number -> number.matches("[0-9]{1,9}"))
          .map(Integer::valueOf)
          .toList();
    }
  }

  /** The last rows, oldest first. */
  public List<Event> last(int count) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT at, what, share, detail
                FROM (SELECT * FROM store_event ORDER BY position DESC LIMIT :count)
               ORDER BY position""")
          .bind("count", count)
          .map(
              (row, context) ->
                  new Event(
                      Instant.parse(row.getString(1)),
                      What.valueOf(row.getString(2)),
                      row.getString(3),
                      row.getString(4)))
          .list();
    }
  }
}
