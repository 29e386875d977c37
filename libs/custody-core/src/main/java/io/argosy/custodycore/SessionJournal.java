package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
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

  /** Says how a permitted session ended. */
  public void end(String request, End how) {
    synchronized (lock) {
      db.execute("UPDATE permit SET ended = ? WHERE request = ?", how.name(), request);
    }
  }

  /** Closes the sessions that a crash cut off, and names their requests. Called once, at start. */
  public List<String> closeCutOff() {
    synchronized (lock) {
      return db.createQuery("UPDATE permit SET ended = :how WHERE ended IS NULL RETURNING request")
          .bind("how", End.CUT_OFF.name())
          .mapTo(String.class)
          .list();
    }
  }

  /** Holds no session with this daemon any more, in whatever key; the first finding stands. */
  public void quarantine(DaemonId daemon, String session, String failed, Instant now) {
    synchronized (lock) {
      db.execute(
          "INSERT INTO quarantine VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
          daemon.text(),
          session,
          failed,
          now.toString());
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
