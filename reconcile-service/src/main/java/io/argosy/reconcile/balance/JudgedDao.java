package io.argosy.reconcile.balance;

import io.argosy.reconcile.match.ClaimMatch.Proven;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The tables payment and judged. */
final class JudgedDao {
  private JudgedDao() {}

  static void storePayments(Handle tx, List<Proven> payments) {
    if (payments.isEmpty()) {
      return;
    }
    tx.createUpdate(
            """
            INSERT INTO payment (statement, leaf, treasury, asset, recipient, units, block,
                                 tx_hash, kind)
            SELECT statement, leaf, treasury, asset, recipient, units::numeric, block, tx_hash, kind
              FROM unnest(:statements, :leaves, :treasuries, :assets, :recipients, :units,
                          :blocks, :txs, :kinds)
                AS r (statement, leaf, treasury, asset, recipient, units, block, tx_hash, kind)""")
        .bind("statements", texts(payments, each -> each.leaf().leaf().statement()))
        .bind("leaves", payments.stream().mapToLong(each -> each.leaf().leaf().leaf()).toArray())
        .bind("treasuries", texts(payments, each -> each.leaf().treasury()))
        .bind("assets", texts(payments, each -> each.leaf().asset()))
        .bind("recipients", texts(payments, each -> each.leaf().recipient()))
        .bind("units", texts(payments, each -> each.leaf().units()))
        .bind("blocks", payments.stream().mapToLong(each -> each.claim().at().block()).toArray())
        .bind("txs", texts(payments, each -> each.claim().at().transaction()))
        .bind("kinds", texts(payments, each -> each.claim().kind()))
        .execute();
  }

  private static String[] texts(List<Proven> rows, Function<Proven, Object> field) {
    return rows.stream().map(row -> field.apply(row).toString()).toArray(String[]::new);
  }

  static void judged(Handle tx, long block) {
    tx.createUpdate("UPDATE judged SET block = :block").bind("block", block).execute();
  }
}
