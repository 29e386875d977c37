package io.argosy.api.fund;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables fund_acknowledgement and refill, and the hold that comes with a refill. */
interface FundDao {
  /** Daemons that acknowledged under a generation. */
  @SqlQuery(
      """
      SELECT daemon_id FROM fund_acknowledgement
       WHERE statement_hash = :statement AND generation = :generation""")
  List<String> acknowledged(
      @Bind("statement") byte[] statement, @Bind("generation") long generation);

  @SqlUpdate(
      """
      INSERT INTO fund_acknowledgement
      VALUES (:statement, :daemon, :generation, :body, :bytes, :now) ON CONFLICT DO NOTHING""")
  int keep(
      @Bind("statement") byte[] statement,
      @Bind("daemon") String daemon,
      @Bind("generation") long generation,
      @Bind("body") byte[] body,
      @Bind("bytes") byte[] bytes,
      @Bind("now") Instant now);

  /** Lanes whose refill is not over yet. */
  @SqlQuery("SELECT lane FROM refill WHERE state IN ('PLANNED', 'SIGNED')")
  List<String> underWay();

  /** The first of these leaves that nothing was planned for and no block paid. */
  @SqlQuery(
      """
      SELECT leaf FROM unnest(:leaves) AS n (leaf)
       WHERE NOT EXISTS (SELECT FROM refill r
                          WHERE r.statement_hash = :statement AND r.leaf = n.leaf)
         AND NOT EXISTS (SELECT FROM refill_seen s
                          WHERE s.statement_hash = :statement AND s.leaf = n.leaf)
         AND NOT EXISTS (SELECT FROM outcome o
                          WHERE o.statement_hash = :statement AND o.leaf = n.leaf)
       ORDER BY leaf
       LIMIT 1""")
  Optional<Integer> unused(@Bind("statement") byte[] statement, @Bind("leaves") Integer[] leaves);

  /** The planner's lock, so that no money is promised twice; held until the commit. */
  @SqlQuery("SELECT pg_advisory_xact_lock(hashtext('argosy.plan')) IS NULL")
  boolean lock();

  /** What open shards and refills hold of an asset. */
  @SqlQuery(
      """
      SELECT coalesce(sum(held), 0)
        FROM (SELECT total AS held FROM shard
               WHERE asset = :asset AND state NOT IN ('FINAL', 'SUPERSEDED')
               UNION ALL
              SELECT amount FROM refill
               WHERE asset = :asset AND state NOT IN ('FINAL', 'SUPERSEDED')) h""")
  BigDecimal held(@Bind("asset") String asset);

  @SqlQuery(
      """
      INSERT INTO refill (statement_hash, leaf, lane, asset, amount, item_gas, gas_limit, deadline,
                          state, planned_at)
      VALUES (:statement, :leaf, :lane, :asset, :amount, :itemGas, :gasLimit, :deadline,
              'PLANNED', :now)
      RETURNING refill_id""")
  long plan(
      @Bind("statement") byte[] statement,
      @Bind("leaf") int leaf,
      @Bind("lane") String lane,
      @Bind("asset") String asset,
      @Bind("amount") BigDecimal amount,
      @Bind("itemGas") int itemGas,
      @Bind("gasLimit") int gasLimit,
      @Bind("deadline") Instant deadline,
      @Bind("now") Instant now);

  @SqlUpdate(
      """
      WITH hold AS (
        INSERT INTO posting (kind, refill_id, booked_at) VALUES ('HOLD', :refill, :now)
        RETURNING posting_id, refill_id)
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, account, asset, sign * amount
        FROM hold JOIN refill USING (refill_id)
       CROSS JOIN (VALUES ('treasury-free', -1), ('treasury-held', 1)) AS a (account, sign)""")
  int hold(@Bind("refill") long refill, @Bind("now") Instant now);
}
