package io.argosy.reconcile.custody;

import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.reconcile.custody.RegistrationCheck.Outcome.Holds;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The tables daemon, statement, leaf, told and contradiction. */
final class RegistrationDao {
  private RegistrationDao() {}

  /** A registration that does not hold. */
  record Contradiction(String daemon, long position, String cause) {}

  /** A statement that too few daemons tell. */
  record Few(String statement, List<String> daemons) {}

  /**
   * Where to read on at a daemon. A journal of another generation was restored, so it is read anew
   * and what it told before counts no more.
   */
  static long position(Handle tx, String daemon, long generation) {
    tx.createUpdate(
            """
            INSERT INTO daemon (daemon, generation, position) VALUES (:daemon, :generation, 0)
            ON CONFLICT (daemon) DO NOTHING""")
        .bind("daemon", daemon)
        .bind("generation", generation)
        .execute();
    int restored =
        tx.createUpdate(
                """
                UPDATE daemon SET generation = :generation, position = 0
                 WHERE daemon = :daemon AND generation <> :generation""")
            .bind("daemon", daemon)
            .bind("generation", generation)
            .execute();
    if (restored > 0) {
      tx.createUpdate("DELETE FROM told WHERE daemon = :daemon").bind("daemon", daemon).execute();
      tx.createUpdate("DELETE FROM contradiction WHERE daemon = :daemon")
          .bind("daemon", daemon)
          .execute();
    }
    return tx.createQuery("SELECT position FROM daemon WHERE daemon = :daemon")
        .bind("daemon", daemon)
        .mapTo(Long.class)
        .one();
  }

  static void keep(Handle tx, String daemon, CustodyClient.Told told, Holds holds, Instant now) {
    var statement = holds.statement();
    String hash = statement.hash().toString();
    int stored =
        tx.createUpdate(
                """
                INSERT INTO statement (hash, body, treasury, kind, told_at)
                VALUES (:hash, :body, :treasury, :kind, :now)
                ON CONFLICT (hash) DO NOTHING""")
            .bind("hash", hash)
            .bind("body", told.statement())
            .bind("treasury", statement.treasury().toString())
            .bind("kind", kind(statement))
            .bind("now", now)
            .execute();
    if (stored > 0) {
      storeLeaves(tx, hash, holds.leaves());
    }
    tx.createUpdate(
            """
            INSERT INTO told (daemon, statement) VALUES (:daemon, :hash)
            ON CONFLICT (statement, daemon) DO NOTHING""")
        .bind("daemon", daemon)
        .bind("hash", hash)
        .execute();
    advance(tx, daemon, told.position());
  }

  private static String kind(StatementText statement) {
    return switch (statement) {
      case Statement listed -> listed.kind().name();
      case FundStatement _ -> "FUND";
    };
  }

  private static void storeLeaves(Handle tx, String statement, List<Leaf> leaves) {
    tx.createUpdate(
            """
            INSERT INTO leaf (statement, number, asset, recipient, units, route)
            SELECT :statement, place - 1, asset, recipient, units::numeric, route
              FROM unnest(:assets, :recipients, :units, :routes) WITH ORDINALITY
                AS r (asset, recipient, units, route, place)""")
        .bind("statement", statement)
        .bind("assets", texts(leaves, Leaf::asset))
        .bind("recipients", texts(leaves, Leaf::recipient))
        .bind("units", texts(leaves, Leaf::amount))
        .bind("routes", texts(leaves, Leaf::route))
        .execute();
  }

  private static String[] texts(List<Leaf> leaves, Function<Leaf, Object> field) {
    return leaves.stream().map(leaf -> field.apply(leaf).toString()).toArray(String[]::new);
  }

  static void contradicts(Handle tx, String daemon, long position, String cause) {
    tx.createUpdate(
            """
            INSERT INTO contradiction (daemon, position, cause) VALUES (:daemon, :position, :cause)
            ON CONFLICT (daemon, position) DO NOTHING""")
        .bind("daemon", daemon)
        .bind("position", position)
        .bind("cause", cause)
        .execute();
    advance(tx, daemon, position);
  }

  private static void advance(Handle tx, String daemon, long position) {
    tx.createUpdate("UPDATE daemon SET position = :position WHERE daemon = :daemon")
        .bind("position", position)
        .bind("daemon", daemon)
        .execute();
  }

  static List<Contradiction> contradictions(Handle db) {
    return db.createQuery("SELECT daemon, position, cause FROM contradiction ORDER BY 1, 2")
        .map(
            (row, _) ->
                new Contradiction(
                    row.getString("daemon"), row.getLong("position"), row.getString("cause")))
        .list();
  }

  static List<Few> toldByFewerThan(Handle db, int threshold, Instant before) {
    return db.createQuery(
            """
            SELECT s.hash, coalesce(string_agg(t.daemon, ' ' ORDER BY t.daemon), '') AS daemons
              FROM statement s
              LEFT JOIN told t ON t.statement = s.hash
             WHERE s.told_at <= :before
             GROUP BY s.hash
            HAVING count(t.daemon) BETWEEN 1 AND :threshold - 1""")
        .bind("before", before)
        .bind("threshold", threshold)
        .map(
            (row, _) ->
                new Few(row.getString("hash"), List.of(row.getString("daemons").split(" "))))
        .list();
  }
}
