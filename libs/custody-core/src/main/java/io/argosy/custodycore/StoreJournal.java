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
    /** Before the first step of it; told again where a step failed. */
    DESTROYED,
    /** After the last step: neither wrapping key nor sealed share is left. */
    ENDED,
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
    synchronized (lock) {
      db.execute(
          "INSERT INTO store_event (at, what, share, detail) VALUES (?, ?, ?, ?)",
          now.toString(),
          what.name(),
          share,
          cut(detail));
    }
  }

  private static String cut(String detail) {
    return detail.substring(0, Math.min(MOST_DETAIL, detail.length()));
  }

  /**
   * When a wrapping key began to protect a share: sealing it anew under the same one changes
   * nothing.
   */
  public Optional<Instant> wrappedSince(Share share, String wrappingKey) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT at
                FROM store_event
               WHERE share = :share AND what IN ('WRAPPED', 'REWRAPPED') AND detail = :key
                 AND position > coalesce(
                       (SELECT max(position)
                          FROM store_event
                         WHERE share = :share AND what IN ('WRAPPED', 'REWRAPPED')
                           AND detail <> :key), 0)
               ORDER BY position
               LIMIT 1""")
          .bind("share", text(share))
          .bind("key", cut(wrappingKey))
          .mapTo(String.class)
          .findOne()
          .map(Instant::parse);
    }
  }

  /** Epochs of a key of which a share was ever sealed here. */
  public List<Integer> epochs(String key) {
    return epochs(key, What.WRAPPED);
  }

  /** Epochs of a key of which nothing is left here. */
  public List<Integer> ended(String key) {
    return epochs(key, What.ENDED);
  }

  private List<Integer> epochs(String key, What what) {
    String begin = key + "-";
    synchronized (lock) {
      return db
          .createQuery(
              """
              SELECT DISTINCT share
                FROM store_event
               WHERE what = :what AND substr(share, 1, length(:begin)) = :begin""")
          .bind("begin", begin)
          .bind("what", what.name())
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
