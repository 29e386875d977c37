package io.argosy.reconcile.ledger;

import io.argosy.reconcile.match.FeeMatch;
import io.argosy.reconcile.match.LedgerMatch;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The tables ledger_outcome and ledger_fee, as they are written. */
final class LedgerDao {
  private LedgerDao() {}

  static long lastOutcome(Handle db) {
    return db.createQuery("SELECT coalesce(max(position), 0) FROM ledger_outcome")
        .mapTo(Long.class)
        .one();
  }

  static long lastFee(Handle db) {
    return db.createQuery("SELECT coalesce(max(position), 0) FROM ledger_fee")
        .mapTo(Long.class)
        .one();
  }

  static void storeOutcomes(Handle tx, List<LedgerMatch.Row> rows, Instant now) {
    tx.createUpdate(
            """
            INSERT INTO ledger_outcome (position, statement, leaf, asset, recipient, units, block,
                                        tx_hash, read_at)
            SELECT position, statement, leaf, asset, recipient, units::numeric, block, tx_hash, :now
              FROM unnest(:positions, :statements, :leaves, :assets, :recipients, :units, :blocks,
                          :txs)
                AS r (position, statement, leaf, asset, recipient, units, block, tx_hash)""")
        .bind("now", now)
        .bind("positions", rows.stream().mapToLong(LedgerMatch.Row::position).toArray())
        .bind("statements", texts(rows, row -> row.payment().leaf().statement()))
        .bind("leaves", rows.stream().mapToLong(row -> row.payment().leaf().leaf()).toArray())
        .bind("assets", texts(rows, row -> row.payment().asset()))
        .bind("recipients", texts(rows, row -> row.payment().recipient()))
        .bind("units", texts(rows, row -> row.payment().units()))
        .bind("blocks", rows.stream().mapToLong(row -> row.payment().block()).toArray())
        .bind("txs", texts(rows, row -> row.payment().transaction()))
        .execute();
  }

  static void storeFees(Handle tx, List<FeeMatch.Row> rows, Instant now) {
    tx.createUpdate(
            """
            INSERT INTO ledger_fee (position, tx_hash, lane, units, block, read_at)
            SELECT position, tx_hash, lane, units::numeric, block, :now
              FROM unnest(:positions, :txs, :lanes, :units, :blocks)
                AS r (position, tx_hash, lane, units, block)""")
        .bind("now", now)
        .bind("positions", rows.stream().mapToLong(FeeMatch.Row::position).toArray())
        .bind("txs", texts(rows, row -> row.fee().transaction()))
        .bind("lanes", texts(rows, row -> row.fee().lane()))
        .bind("units", texts(rows, row -> row.fee().units()))
        .bind("blocks", rows.stream().mapToLong(row -> row.fee().block()).toArray())
        .execute();
  }

  private static <T> String[] texts(List<T> rows, Function<T, Object> field) {
    return rows.stream().map(row -> field.apply(row).toString()).toArray(String[]::new);
  }
}
