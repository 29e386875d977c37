package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Payments and the ledger's outcomes that have no counterpart yet. */
final class OutcomeDao {
  private OutcomeDao() {}

  /** Payments to be compared, and those of them that the ledger may not have booked yet. */
  record OpenPayments(List<Payment> all, Set<LeafRef> young) {}

  private record Aged(Payment payment, boolean young) {}

  /** A disputed payment is for people; the ledger need not book it. */
  static OpenPayments openPayments(Handle db, Instant lagEnd) {
    var rows =
        db.createQuery(
                """
                SELECT p.statement, p.leaf, p.asset, p.recipient, p.units::text AS units, p.block,
                       p.tx_hash, b.seen_at > :lagEnd OR p.kind = 'DISPUTED' AS young
                  FROM payment p
                  JOIN block b ON b.number = p.block
                 WHERE p.matched_at IS NULL
                 ORDER BY p.block, p.statement, p.leaf""")
            .bind("lagEnd", lagEnd)
            .map((row, _) -> new Aged(payment(row), row.getBoolean("young")))
            .list();
    var young = new HashSet<LeafRef>();
    rows.stream().filter(Aged::young).forEach(each -> young.add(each.payment().leaf()));
    return new OpenPayments(rows.stream().map(Aged::payment).toList(), young);
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        leafRef(row),
        AssetId.parse(row.getString("asset")),
        Address.parse(row.getString("recipient")),
        new BigInteger(row.getString("units")),
        row.getLong("block"),
        Digest32.parse(row.getString("tx_hash")));
  }

  private static LeafRef leafRef(ResultSet row) throws SQLException {
    return new LeafRef(Digest32.parse(row.getString("statement")), row.getLong("leaf"));
  }

  static List<LedgerMatch.Row> openRows(Handle db) {
    return db.createQuery(
            """
            SELECT position, statement, leaf, asset, recipient, units::text AS units, block, tx_hash
              FROM ledger_outcome
             WHERE matched_at IS NULL
             ORDER BY position""")
        .map((row, _) -> new LedgerMatch.Row(row.getLong("position"), payment(row)))
        .list();
  }

  /** Rows may speak of blocks that are not judged yet, but not for longer than the lag. */
  static Set<LeafRef> ahead(Handle db, Instant lagEnd) {
    return leaves(
        db.createQuery(
                """
                SELECT statement, leaf FROM ledger_outcome
                 WHERE matched_at IS NULL AND read_at > :lagEnd
                   AND block > coalesce((SELECT block FROM judged), 0)""")
            .bind("lagEnd", lagEnd)
            .map((row, _) -> leafRef(row))
            .list());
  }

  /** Leaves whose judged claim proved nothing: another break speaks of that money. */
  static Set<LeafRef> reported(Handle db) {
    return leaves(
        db.createQuery(
                """
                SELECT DISTINCT o.statement, o.leaf
                  FROM ledger_outcome o
                  JOIN claim c ON c.statement = o.statement AND c.leaf = o.leaf
                   AND c.kind IN ('PAID', 'DISPUTED')
                 WHERE o.matched_at IS NULL AND c.block <= (SELECT block FROM judged)
                   AND NOT EXISTS (SELECT 1 FROM payment p
                                    WHERE p.statement = o.statement AND p.leaf = o.leaf)""")
            .map((row, _) -> leafRef(row))
            .list());
  }

  /** Leaves of open rows to which an earlier row was matched. */
  static Set<LeafRef> booked(Handle db) {
    return leaves(
        db.createQuery(
                """
                SELECT p.statement, p.leaf
                  FROM ledger_outcome o
                  JOIN payment p ON p.statement = o.statement AND p.leaf = o.leaf
                 WHERE o.matched_at IS NULL AND p.matched_at IS NOT NULL""")
            .map((row, _) -> leafRef(row))
            .list());
  }

  private static Set<LeafRef> leaves(List<LeafRef> rows) {
    return new HashSet<>(rows);
  }

  static void mark(Handle tx, Map<LeafRef, Long> matched, Instant now) {
    if (matched.isEmpty()) {
      return;
    }
    var pairs = new ArrayList<>(matched.entrySet());
    tx.createUpdate(
            """
            UPDATE payment p SET matched_at = :now
              FROM unnest(:statements, :leaves) AS r (statement, leaf)
             WHERE p.statement = r.statement AND p.leaf = r.leaf""")
        .bind("now", now)
        .bind(
            "statements",
            pairs.stream().map(each -> each.getKey().statement().toString()).toArray(String[]::new))
        .bind("leaves", pairs.stream().mapToLong(each -> each.getKey().leaf()).toArray())
        .execute();
    tx.createUpdate("UPDATE ledger_outcome SET matched_at = :now WHERE position = ANY (:positions)")
        .bind("now", now)
        .bind("positions", pairs.stream().mapToLong(Map.Entry::getValue).toArray())
        .execute();
  }
}
