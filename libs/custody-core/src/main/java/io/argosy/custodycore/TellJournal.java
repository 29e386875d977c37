package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What other daemons are told, what they showed of policies, and how far their registrations were
 * looked at. Every public method is one transaction of the journal.
 */
public final class TellJournal {
  private final Journal lock;
  private final Handle db;

  TellJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** A policy that officers signed and that is not the one in force here. */
  public record Later(long number, DaemonId shownBy) {}

  /** The highest policy beyond this one, or another text under its number, that was shown here. */
  public Optional<Later> laterThan(Policy policy) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT number, daemon
                FROM policy_heard
               WHERE number > :number OR (number = :number AND hash <> :hash)
               ORDER BY number DESC
               LIMIT 1""")
          .bind("number", policy.number())
          .bind("hash", policy.hash().toString())
          .map((row, context) -> new Later(row.getLong(1), new DaemonId(row.getString(2))))
          .findFirst();
    }
  }

  /** Keeps a policy that was shown, unless as high a one is in force or was shown before. */
  Optional<Policy> hear(Policy policy, List<PersonSignature> officers, DaemonId from, Instant now) {
    synchronized (lock) {
      int kept =
          db.createUpdate(
                  """
                  INSERT INTO policy_heard
                  SELECT :number, :hash, :body, :signatures, :daemon, :now
                   WHERE NOT EXISTS (SELECT 1 FROM policy_heard WHERE number > :number)
                     AND NOT EXISTS (SELECT 1 FROM policy WHERE number > :number OR body = :body)
                  ON CONFLICT DO NOTHING""")
              .bind("number", policy.number())
              .bind("hash", policy.hash().toString())
              .bind("body", policy.encoded())
              .bind("signatures", SignatureLines.encode(officers))
              .bind("daemon", from.text())
              .bind("now", now.toString())
              .execute();
      return kept == 1 ? Optional.of(policy) : Optional.empty();
    }
  }

  /** The highest policy that this daemon can show with officers' signatures, its own first. */
  public Optional<Policy.Signed> highest() {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT body, signatures
                FROM (SELECT number, body, signatures, 0 AS shown
                        FROM policy JOIN policy_signature USING (number)
                       UNION ALL
                      SELECT number, body, signatures, 1 FROM policy_heard)
               ORDER BY number DESC, shown
               LIMIT 1""")
          .map(
              (row, context) ->
                  new Policy.Signed(row.getBytes(1), SignatureLines.decode(row.getBytes(2))))
          .findFirst();
    }
  }

  /** Another text whenever there is something new to tell. */
  public String state() {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT (SELECT generation FROM journal)
                  || ' ' || (SELECT count(*) FROM policy)
                  || ' ' || (SELECT count(*) FROM policy_heard)
                  || ' ' || (SELECT coalesce(max(number), 0) FROM registered)""")
          .mapTo(String.class)
          .one();
    }
  }

  /** Number of the latest registration; 0 before the first. */
  public long last() {
    synchronized (lock) {
      return db.createQuery("SELECT coalesce(max(number), 0) FROM registered")
          .mapTo(Long.class)
          .one();
    }
  }

  /** A registration as others are told of it, before this daemon's signature. */
  public record Registered(Tell.Kind kind, Digest32 statement, long generation, long policy) {}

  /** The next ones after a number, in order. */
  public List<Registered> registered(long after) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT s.hash, s.body, s.generation, s.policy
                FROM registered r JOIN statement s USING (position)
               WHERE r.number > :after
               ORDER BY r.number
               LIMIT :most""")
          .bind("after", after)
          .bind("most", Tell.MOST_REGISTRATIONS)
          .map((row, context) -> registered(row))
          .list();
    }
  }

  private static Registered registered(ResultSet row) throws SQLException {
    var kind =
        switch (StatementText.decode(row.getBytes(2))) {
          case FundStatement _ -> Tell.Kind.FUND;
          case Statement statement ->
              statement.kind() == Statement.Kind.PAY ? Tell.Kind.PAY : Tell.Kind.VOID;
        };
    return new Registered(kind, Digest32.parse(row.getString(1)), row.getLong(3), row.getLong(4));
  }

  /** Up to where a daemon's registrations were looked at by the policy and generation of now. */
  public long followed(DaemonId daemon) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT number
                FROM followed
               WHERE daemon = :daemon
                 AND policy = (SELECT coalesce(max(number), 0) FROM policy)
                 AND generation = (SELECT generation FROM journal)""")
          .bind("daemon", daemon.text())
          .mapTo(Long.class)
          .findFirst()
          .orElse(0L);
    }
  }

  /**
   * A daemon's next registration was looked at; counts for nothing where it is not the next any
   * more, since another policy came in force meanwhile.
   */
  public void advance(DaemonId daemon, long number) {
    synchronized (lock) {
      if (followed(daemon) == number - 1) {
        db.execute(
            """
            INSERT OR REPLACE INTO followed
            VALUES (?, ?, (SELECT coalesce(max(number), 0) FROM policy),
                    (SELECT generation FROM journal))""",
            daemon.text(),
            number);
      }
    }
  }

  /** Begins with a daemon's registrations from the first one again. */
  public void followAgain(DaemonId daemon) {
    synchronized (lock) {
      db.execute("DELETE FROM followed WHERE daemon = ?", daemon.text());
    }
  }
}
