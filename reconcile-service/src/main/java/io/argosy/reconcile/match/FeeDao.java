package io.argosy.reconcile.match;

import io.argosy.model.Address;
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

/** Lanes' costs and the ledger's fees that have no counterpart yet. */
final class FeeDao {
  private FeeDao() {}

  /** Costs to be compared, and those of them that the ledger may not have booked yet. */
  record OpenCosts(List<FeeMatch.Fee> all, Set<Digest32> young) {}

  private record Aged(FeeMatch.Fee fee, boolean young) {}

  static OpenCosts openCosts(Handle db, Instant lagEnd) {
    var rows =
        db.createQuery(
                """
                SELECT c.tx_hash, c.account AS lane, c.units::text AS units, c.block,
                       b.seen_at > :lagEnd AS young
                  FROM network_cost c
                  JOIN block b ON b.number = c.block
                 WHERE c.matched_at IS NULL AND c.payer = 'LANE'
                 ORDER BY c.block, c.tx_hash""")
            .bind("lagEnd", lagEnd)
            .map((row, _) -> new Aged(fee(row), row.getBoolean("young")))
            .list();
    var young = new HashSet<Digest32>();
    rows.stream().filter(Aged::young).forEach(each -> young.add(each.fee().transaction()));
    return new OpenCosts(rows.stream().map(Aged::fee).toList(), young);
  }

  private static FeeMatch.Fee fee(ResultSet row) throws SQLException {
    return new FeeMatch.Fee(
        Digest32.parse(row.getString("tx_hash")),
        Address.parse(row.getString("lane")),
        new BigInteger(row.getString("units")),
        row.getLong("block"));
  }

  static List<FeeMatch.Row> openRows(Handle db) {
    return db.createQuery(
            """
            SELECT position, tx_hash, lane, units::text AS units, block
              FROM ledger_fee
             WHERE matched_at IS NULL
             ORDER BY position""")
        .map((row, _) -> new FeeMatch.Row(row.getLong("position"), fee(row)))
        .list();
  }

  /** Rows may speak of blocks that are not followed yet, but not for longer than the lag. */
  static Set<Digest32> ahead(Handle db, Instant lagEnd) {
    return new HashSet<>(
        db.createQuery(
                """
                SELECT tx_hash FROM ledger_fee
                 WHERE matched_at IS NULL AND read_at > :lagEnd
                   AND block > coalesce((SELECT max(number) FROM block), 0)""")
            .bind("lagEnd", lagEnd)
            .map((row, _) -> Digest32.parse(row.getString("tx_hash")))
            .list());
  }

  static void mark(Handle tx, Map<Digest32, Long> matched, Instant now) {
    if (matched.isEmpty()) {
      return;
    }
    var pairs = new ArrayList<>(matched.entrySet());
    tx.createUpdate("UPDATE network_cost SET matched_at = :now WHERE tx_hash = ANY (:txs)")
        .bind("now", now)
        .bind("txs", pairs.stream().map(each -> each.getKey().toString()).toArray(String[]::new))
        .execute();
    tx.createUpdate("UPDATE ledger_fee SET matched_at = :now WHERE position = ANY (:positions)")
        .bind("now", now)
        .bind("positions", pairs.stream().mapToLong(Map.Entry::getValue).toArray())
        .execute();
  }

  /** Since when the ledger lacks postings; now when it did not a run before, or lacks none. */
  static Instant missingSince(Handle tx, boolean missing, Instant now) {
    if (!missing) {
      tx.execute("DELETE FROM ledger_missing");
      return now;
    }
    tx.createUpdate("INSERT INTO ledger_missing (since) VALUES (:now) ON CONFLICT DO NOTHING")
        .bind("now", now)
        .execute();
    return tx.createQuery("SELECT since FROM ledger_missing")
        .map((row, _) -> row.getTimestamp("since").toInstant())
        .one();
  }
}
