package io.argosy.custodycore;

import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which epochs this daemon brought no share into, and how far it took over what others agreed to
 * before. Every public method is one transaction of the journal.
 */
public final class TakeoverJournal {
  private final Journal lock;
  private final Handle db;
  private final CarriedJournal carried;

  TakeoverJournal(Journal lock, Handle db, CarriedJournal carried) {
    this.lock = lock;
    this.db = db;
    this.carried = carried;
  }

  /**
   * What is to be taken over before a key signs here.
   *
   * @param key with the first epoch of which this daemon has a share again
   * @param from version whose daemons held the key
   * @param to version whose daemons hold it since
   */
  public record Takeover(KeyEpoch key, int from, int to) {}

  /**
   * How far a daemon showed its checkpoint.
   *
   * @param generation of its journal, once it showed all
   */
  public record Shown(Place next, int pages, Optional<Long> generation) {
    static final Shown NOTHING = new Shown(Place.START, 0, Optional.empty());
  }

  /** From now on the epoch signs here only once it is settled. */
  public void owe(Takeover takeover, Instant now) {
    synchronized (lock) {
      db.execute(
          "INSERT INTO takeover VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
          takeover.key().key().text(),
          takeover.key().epoch(),
          takeover.from(),
          takeover.to(),
          now.toString());
    }
  }

  /** The last one of a key up to an epoch, settled or not. */
  public Optional<Takeover> last(KeyEpoch key) {
    synchronized (lock) {
      return last(key, "");
    }
  }

  /** The same, where it is not settled yet. */
  public Optional<Takeover> open(KeyEpoch key) {
    synchronized (lock) {
      return last(key, "WHERE settled IS NULL");
    }
  }

  private Optional<Takeover> last(KeyEpoch key, String which) {
    return db.createQuery(
            """
            SELECT key, epoch, from_roster, to_roster
              FROM (SELECT * FROM takeover
                     WHERE key = :key AND epoch <= :epoch
                     ORDER BY epoch DESC
                     LIMIT 1)
            """
                + which)
        .bind("key", key.key().text())
        .bind("epoch", key.epoch())
        .map((row, context) -> takeover(row))
        .findFirst();
  }

  private static Takeover takeover(ResultSet row) throws SQLException {
    var key = new KeyEpoch(new KeyId(row.getString(1)), row.getInt(2));
    return new Takeover(key, row.getInt(3), row.getInt(4));
  }

  /** How far a daemon showed its checkpoint for an epoch. */
  public Shown shown(KeyEpoch key, DaemonId daemon) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT part, position, number, pages, generation
                FROM checkpoint
               WHERE key = :key AND epoch = :epoch AND daemon = :daemon""")
          .bind("key", key.key().text())
          .bind("epoch", key.epoch())
          .bind("daemon", daemon.text())
          .map((row, context) -> shown(row))
          .findFirst()
          .orElse(Shown.NOTHING);
    }
  }

  private static Shown shown(ResultSet row) throws SQLException {
    var next = new Place(row.getInt(1), row.getLong(2), row.getLong(3));
    int pages = row.getInt(4);
    long generation = row.getLong(5);
    return new Shown(next, pages, row.wasNull() ? Optional.empty() : Optional.of(generation));
  }

  /** Daemons that showed all, with the generation of their journals. */
  public Map<DaemonId, Long> whole(KeyEpoch key) {
    synchronized (lock) {
      return db
          .createQuery(
              """
              SELECT daemon, generation
                FROM checkpoint
               WHERE key = :key AND epoch = :epoch AND generation IS NOT NULL""")
          .bind("key", key.key().text())
          .bind("epoch", key.epoch())
          .map((row, context) -> Map.entry(new DaemonId(row.getString(1)), row.getLong(2)))
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  /** Keeps what one more page holds, and where the next one begins, all or nothing. */
  void keep(Checkpoint page, Instant now) {
    synchronized (lock) {
      db.useTransaction(
          tx -> {
            carried.keep(tx, page.daemon(), page.entries(), now);
            tx.execute(
                """
                INSERT INTO checkpoint VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)
                ON CONFLICT (key, epoch, daemon) DO UPDATE
                  SET pages = pages + 1, part = excluded.part, position = excluded.position,
                      number = excluded.number, generation = excluded.generation""",
                page.key().text(),
                page.epoch(),
                page.daemon().text(),
                page.next().orElse(page.from()).part(),
                page.next().orElse(page.from()).position(),
                page.next().orElse(page.from()).number(),
                page.next().isPresent() ? null : page.generation(),
                now.toString());
          });
    }
  }

  /** So many daemons agree: the epoch signs here, under that generation or a later one. */
  void settle(KeyEpoch key, long generation) {
    synchronized (lock) {
      db.useTransaction(
          tx -> {
            tx.execute("UPDATE journal SET generation = max(generation, ?)", generation);
            tx.execute(
                """
                UPDATE takeover
                   SET settled = (SELECT coalesce(max(position), 0) FROM statement)
                 WHERE key = ? AND epoch = ? AND settled IS NULL""",
                key.key().text(),
                key.epoch());
          });
    }
  }

  /** They do not agree, and are asked again from the beginning; what was taken over stays. */
  void again(KeyEpoch key) {
    synchronized (lock) {
      db.execute(
          "DELETE FROM checkpoint WHERE key = ? AND epoch = ?", key.key().text(), key.epoch());
    }
  }

  /** Whether a statement was registered here before a takeover was settled. */
  boolean isBefore(long position) {
    synchronized (lock) {
      return db.createQuery("SELECT EXISTS (SELECT 1 FROM takeover WHERE settled >= :position)")
          .bind("position", position)
          .mapTo(Boolean.class)
          .one();
    }
  }

  /** Daemons of a version other than this one that have yet to show all. */
  public List<DaemonId> missing(Takeover takeover, Roster from, DaemonId self) {
    var whole = whole(takeover.key());
    return from.daemons().stream()
        .map(Roster.Daemon::id)
        .filter(daemon -> !daemon.equals(self) && !whole.containsKey(daemon))
        .toList();
  }
}
