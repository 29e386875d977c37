package io.argosy.reconcile.report;

import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.Breaks;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What was compared from the start block to the newest judged one, and what is open.
 *
 * @param payouts payments on which chain, ledger and signed leaves agree
 * @param refills the same for the lanes' gas money
 * @param balances treasuries' balances of an asset without an unexplained change
 * @param fees lanes' transactions whose fee the ledger has
 * @param frozen treasuries that the watcher froze for open breaks, CAIP-10
 */
record Report(
    long from,
    long to,
    long payouts,
    long refills,
    long balances,
    long fees,
    List<Break> open,
    List<String> frozen) {
  Report {
    open = List.copyOf(open);
    frozen = List.copyOf(frozen);
  }

  static Report read(Handle db, long startBlock) {
    return new Report(
        startBlock,
        number(db, "SELECT coalesce(max(block), 0) FROM judged"),
        number(
            db,
            """
            SELECT count(*)
              FROM payment p JOIN statement s ON s.hash = p.statement
             WHERE p.matched_at IS NOT NULL AND s.kind <> 'FUND'"""),
        number(
            db,
            """
            SELECT count(*)
              FROM payment p JOIN statement s ON s.hash = p.statement
             WHERE p.matched_at IS NOT NULL AND s.kind = 'FUND'"""),
        number(
            db,
            """
            SELECT count(*)
              FROM balance b
             WHERE b.block = (SELECT block FROM judged WHERE EXISTS (
                               SELECT 1 FROM balance e WHERE e.block < judged.block))
               AND NOT EXISTS (
                   SELECT 1 FROM finding f
                    WHERE f.treasury = b.treasury AND f.asset = b.asset AND f.origin = 'JUDGED'
                      AND f.closed_at IS NULL)"""),
        number(
            db,
            "SELECT count(*) FROM network_cost WHERE payer = 'LANE' AND matched_at IS NOT NULL"),
        Breaks.open(db, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
            .map(Breaks.Stored::found)
            .toList(),
        db.createQuery(
                """
                SELECT DISTINCT o.treasury
                  FROM freeze_order o
                  JOIN finding f ON f.freeze_number = o.number
                  JOIN freeze_delivery d ON d.number = o.number
                 WHERE f.closed_at IS NULL
                 ORDER BY o.treasury""")
            .mapTo(String.class)
            .list());
  }

  private static long number(Handle db, String sql) {
    return db.createQuery(sql).mapTo(Long.class).one();
  }
}
