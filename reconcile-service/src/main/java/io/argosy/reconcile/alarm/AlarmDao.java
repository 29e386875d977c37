package io.argosy.reconcile.alarm;

import io.argosy.model.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The tables freeze_order and freeze_delivery, and which findings ask for an order. */
final class AlarmDao {
  private AlarmDao() {}

  /** A treasury that lost money since its last order. */
  record Asked(AccountId treasury, String cause) {}

  /** A signed order. */
  record Order(long number, AccountId treasury, byte[] text, byte[] signature) {}

  /** An order that not every daemon has. */
  record Undelivered(Order order, Set<String> daemonsThatHaveIt) {}

  static long lastNumber(Handle db) {
    return db.createQuery("SELECT coalesce(max(number), 0) FROM freeze_order")
        .mapTo(Long.class)
        .one();
  }

  static List<Asked> asked(Handle db) {
    return db.createQuery(
            """
            SELECT DISTINCT ON (treasury) treasury,
                   lower(replace(break_class, '_', ' ')) || ' at block ' || block AS cause
              FROM finding
             WHERE origin = 'JUDGED' AND closed_at IS NULL AND freeze_number IS NULL
               AND break_class IN ('UNKNOWN_OUTFLOW', 'DUPLICATE_PAYOUT')
             ORDER BY treasury, seq""")
        .map(
            (row, _) ->
                new Asked(AccountId.parse(row.getString("treasury")), row.getString("cause")))
        .list();
  }

  static void store(Handle tx, List<Order> orders, Instant now) {
    if (orders.isEmpty()) {
      return;
    }
    var batch =
        tx.prepareBatch(
            """
            INSERT INTO freeze_order (number, treasury, body, signature, made_at)
            VALUES (:number, :treasury, :body, :signature, :now)""");
    for (Order order : orders) {
      batch
          .bind("number", order.number())
          .bind("treasury", order.treasury().toString())
          .bind("body", order.text())
          .bind("signature", order.signature())
          .bind("now", now)
          .add();
    }
    var _ = batch.execute();
    tx.createUpdate(
            """
            UPDATE finding f SET freeze_number = r.number
              FROM unnest(:numbers, :treasuries) AS r (number, treasury)
             WHERE f.treasury = r.treasury AND f.freeze_number IS NULL AND f.origin = 'JUDGED'
               AND f.break_class IN ('UNKNOWN_OUTFLOW', 'DUPLICATE_PAYOUT')""")
        .bind("numbers", orders.stream().mapToLong(Order::number).toArray())
        .bind(
            "treasuries",
            orders.stream().map(order -> order.treasury().toString()).toArray(String[]::new))
        .execute();
  }

  static List<Undelivered> undelivered(Handle db, int daemons) {
    return db.createQuery(
            """
            SELECT o.number, o.treasury, o.body, o.signature,
                   coalesce(string_agg(d.daemon, ' '), '') AS daemons
              FROM freeze_order o
              LEFT JOIN freeze_delivery d ON d.number = o.number
             GROUP BY o.number
            HAVING count(d.daemon) < :daemons
             ORDER BY o.number""")
        .bind("daemons", daemons)
        .map((row, _) -> new Undelivered(order(row), Set.of(row.getString("daemons").split(" "))))
        .list();
  }

  private static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getLong("number"),
        AccountId.parse(row.getString("treasury")),
        row.getBytes("body"),
        row.getBytes("signature"));
  }

  static void delivered(Handle tx, long number, String daemon, boolean inForce, Instant now) {
    tx.createUpdate(
            """
            INSERT INTO freeze_delivery (number, daemon, in_force, answered_at)
            VALUES (:number, :daemon, :inForce, :now)
            ON CONFLICT (number, daemon) DO NOTHING""")
        .bind("number", number)
        .bind("daemon", daemon)
        .bind("inForce", inForce)
        .bind("now", now)
        .execute();
  }

  /** Treasuries whose newest order so many daemons took without its being in force. */
  static List<AccountId> notInForce(Handle db, int threshold) {
    return db.createQuery(
            """
            SELECT o.treasury
              FROM freeze_delivery d
              JOIN (SELECT treasury, max(number) AS number FROM freeze_order GROUP BY treasury) o
                ON o.number = d.number
             WHERE NOT d.in_force
             GROUP BY o.treasury
            HAVING count(*) >= :threshold
             ORDER BY o.treasury""")
        .bind("threshold", threshold)
        .map((row, _) -> AccountId.parse(row.getString("treasury")))
        .list();
  }
}
