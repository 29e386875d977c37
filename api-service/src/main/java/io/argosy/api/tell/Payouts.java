package io.argosy.api.tell;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Reads a batch's payouts by pages. Thread-safe. */
public final class Payouts {
  private final Jdbi db;

  /** A payout as it stands. */
  public record Row(
      String batchId,
      String client,
      String externalId,
      int line,
      String recipient,
      String asset,
      String amount,
      String route,
      String state,
      String reason,
      @Nullable Integer leaf,
      byte @Nullable [] txHash,
      @Nullable Long blockNumber) {}

  /** The view payout_now beside what was ordered. */
  interface PayoutDao {
    @SqlQuery(
        """
        SELECT n.batch_id, n.client, n.external_id, n.line, p.recipient, p.asset,
               p.amount::text AS amount, p.route, n.state, n.reason, n.leaf, n.tx_hash,
               n.block_number
          FROM payout_now n
          JOIN payout p ON p.batch_id = n.batch_id AND p.line = n.line
         WHERE n.batch_id = :batch AND n.line > :after
           AND (cardinality(:states) = 0 OR n.state = ANY(:states))
         ORDER BY n.line
         LIMIT :most""")
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
        @Bind("batch") String batch,
        @Bind("after") int after,
        @Bind("states") String[] states,
        @Bind("most") int most);
  }

  public Payouts(Jdbi db) {
    this.db = db;
  }

  /**
   * The next payouts of a batch in the order of their lines.
   *
   * @param states names of states; empty for all
   */
  public List<Row> page(String batch, int after, Collection<String> states, int most) {
    return db.withHandle(
        handle ->
            handle.attach(PayoutDao.class).page(batch, after, states.toArray(String[]::new), most));
  }
}
