package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which sessions this daemon agreed to, how each ended, and which daemons it holds no session with
 * any more. Every public method is one transaction of the journal.
 */
public final class SessionJournal {
  private final Journal lock;
  private final Handle db;

  SessionJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** How a permitted session ended here. The others may have its signatures whatever this says. */
  public enum End {
    SIGNED,
    DESYNC,
    STALLED,
    ABORTED,
    QUARANTINED,
    UNREADY,
    CUT_OFF
  }

  /** Keeps a permit before a share is touched; false when the request id was used before. */
  boolean keep(SignOrder order, Digest32 manifest, Instant now) {
    synchronized (lock) {
      return db.execute(
              "INSERT INTO permit VALUES (?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
              order.request(),
              order.key().text(),
              order.quorum().stream().map(DaemonId::text).collect(Collectors.joining(" ")),
              manifest.toString(),
              order.statement().map(Digest32::toString).orElse(null),
              now.toString())
          == 1;
    }
  }

  /**
   * Says how a permitted session ended. Nobody waits for the disk: should the power fail before it
   * is there, the session counts as cut off, which costs its pairs' transfers and nothing else.
   */
  public void end(String request, End how) {
    synchronized (lock) {
      db.execute("PRAGMA synchronous = NORMAL");
      try {
        db.execute("UPDATE permit SET ended = ? WHERE request = ?", how.name(), request);
      } finally {
        db.execute("PRAGMA synchronous = FULL");
      }
    }
  }

  /** A session that a crash cut off. */
  public record CutOff(String request, KeyId key, List<DaemonId> quorum) {
    public CutOff {
      quorum = List.copyOf(quorum);
    }
  }

  /**
   * Closes the sessions that a crash cut off, and spoils what this daemon holds with their other
   * members, all or nothing. Called once, at start, before any session.
   */
  public List<CutOff> closeCutOff(DaemonId self, ToIntFunction<KeyId> epochs, Instant now) {
    synchronized (lock) {
      return db.inTransaction(
          tx -> {
            var cut =
                tx.createQuery(
                        """
                        UPDATE permit SET ended = :how WHERE ended IS NULL
                        RETURNING request, key, quorum""")
                    .bind("how", End.CUT_OFF.name())
                    .map((row, context) -> cutOff(row))
                    .list();
            for (var each : cut) {
              var key = new KeyEpoch(each.key(), epochs.applyAsInt(each.key()));
              for (var member : each.quorum()) {
                if (!member.equals(self)) {
                  PairJournal.spoil(tx, key, member, "session " + each.request() + " cut off", now);
                }
              }
            }
            return cut;
          });
    }
  }

  private static CutOff cutOff(ResultSet row) throws SQLException {
    var quorum = Stream.of(row.getString(3).split(" ", -1)).map(DaemonId::new).toList();
    return new CutOff(row.getString(1), new KeyId(row.getString(2)), quorum);
  }

  /**
   * Holds no session with this daemon any more, in whatever key, and uses nothing that it holds
   * with it; the first finding stands.
   *
   * @param keys all that there are
   */
  public void quarantine(
      DaemonId daemon, String session, String failed, List<KeyEpoch> keys, Instant now) {
    synchronized (lock) {
      db.useTransaction(
          tx -> {
            tx.execute(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                daemon.text(),
                session,
                failed,
                now.toString());
            keys.forEach(key -> PairJournal.spoil(tx, key, daemon, "quarantine", now));
          });
    }
  }

  /** Ends a quarantine; false when there is none. What was spoiled stays so. */
  public boolean release(DaemonId daemon, String by, Instant now) {
    synchronized (lock) {
      return db.inTransaction(
          tx -> {
            tx.execute(
                """
                INSERT INTO quarantine_release
                SELECT daemon, session, failed, kept_at, ?, ? FROM quarantine WHERE daemon = ?""",
                by,
                now.toString(),
                daemon.text());
            return tx.execute("DELETE FROM quarantine WHERE daemon = ?", daemon.text()) == 1;
          });
    }
  }

  /** Daemons that no session is held with. */
  public List<DaemonId> quarantined() {
    synchronized (lock) {
      return db.createQuery("SELECT daemon FROM quarantine ORDER BY daemon")
          .mapTo(String.class)
          .map(DaemonId::new)
          .list();
    }
  }
}
