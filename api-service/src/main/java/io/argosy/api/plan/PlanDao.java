package io.argosy.api.plan;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables shard and leaf_shard, and the holds that come with a shard. */
interface PlanDao {
  /** Changes whenever leaves may have become payable, but for the passing of time. */
  @SqlQuery(
      """
      SELECT coalesce((SELECT string_agg(batch_id, ' ' ORDER BY batch_id)
                         FROM batch WHERE state = 'EXECUTING'), '')
             || '/' || coalesce((SELECT max(failed_at)::text FROM leaf_failure), '')
             || '/' || (SELECT count(*) FROM shard WHERE state = 'SUPERSEDED')""")
  String fingerprint();

  /** A payable leaf as it is read. */
  record Row(
      String batchId,
      byte[] statementHash,
      Instant expiry,
      int leaf,
      String asset,
      BigDecimal amount,
      int tries) {}

  /** Leaves that failed wait a little longer each time. */
  @SqlQuery(
      """
      SELECT b.batch_id, s.statement_hash, s.expiry, p.leaf, p.asset, p.amount,
             coalesce(l.tries, 0) AS tries
        FROM batch b
        JOIN statement s USING (batch_id)
        JOIN payout p USING (batch_id)
        LEFT JOIN leaf_shard l ON l.statement_hash = s.statement_hash AND l.leaf = p.leaf
        LEFT JOIN shard h ON h.shard_id = l.shard_id
       WHERE b.state = 'EXECUTING' AND s.expiry > :now AND p.leaf IS NOT NULL
         AND (p.not_before IS NULL OR p.not_before <= :now)
         AND (h.shard_id IS NULL OR h.state IN ('FINAL', 'SUPERSEDED'))
         AND NOT EXISTS (
             SELECT FROM outcome o
              WHERE o.statement_hash = s.statement_hash AND o.leaf = p.leaf)
         AND NOT EXISTS (
             SELECT FROM seen v
              WHERE v.statement_hash = s.statement_hash AND v.leaf = p.leaf
                AND v.kind <> 'FAILED')
         AND NOT EXISTS (
             SELECT FROM reservation r
              WHERE r.shard_id = h.shard_id
                AND r.settled_at > :now::timestamptz - make_interval(secs => least(5 * l.tries, 60)))
       ORDER BY b.created_at, b.batch_id, p.asset, l.tries IS NOT NULL, p.urgent DESC, p.leaf
       LIMIT :most""")
  @RegisterConstructorMapper(Row.class)
  List<Row> payable(@Bind("now") Instant now, @Bind("most") int most);

  /** One planner at a time, so that no money is promised twice. Held until the commit. */
  @SqlQuery("SELECT pg_advisory_xact_lock(hashtext('argosy.plan')) IS NULL")
  boolean lock();

  /** No booker meanwhile, so that no leaf is settled while it is planned. Held until the commit. */
  @SqlQuery("SELECT pg_advisory_xact_lock(hashtext('argosy.book')) IS NULL")
  boolean lockBooks();

  /** Leaves of these shards that were settled after they were read. */
  @SqlQuery(
      """
      SELECT count(*)
        FROM leaf_shard l JOIN outcome o USING (statement_hash, leaf)
       WHERE l.shard_id = ANY(:shards)""")
  int settledMeanwhile(@Bind("shards") Long[] shards);

  /** What open shards and refills hold of an asset. */
  record Held(String asset, BigDecimal units) {}

  @SqlQuery(
      """
      SELECT asset, sum(units) AS units
        FROM (SELECT asset, total AS units FROM shard WHERE state NOT IN ('FINAL', 'SUPERSEDED')
               UNION ALL
              SELECT asset, amount FROM refill WHERE state NOT IN ('FINAL', 'SUPERSEDED')) h
       GROUP BY asset""")
  @RegisterConstructorMapper(Held.class)
  List<Held> held();

  @SqlQuery(
      """
      INSERT INTO shard (batch_id, statement_hash, number, asset, leaves, total, item_gas,
                         gas_limit, deadline, state, planned_at)
      SELECT n.batch_id, decode(n.statement, 'hex'),
             coalesce((SELECT max(number) FROM shard o WHERE o.batch_id = n.batch_id), 0)
               + row_number() OVER (PARTITION BY n.batch_id ORDER BY n.place),
             n.asset, n.leaves::integer[], n.total::numeric, n.item_gas, n.gas_limit,
             s.expiry, 'PLANNED', :now
        FROM unnest(:batches, :statements, :assets, :leaves, :totals, :itemGas, :gasLimits)
             WITH ORDINALITY
             AS n (batch_id, statement, asset, leaves, total, item_gas, gas_limit, place)
        JOIN statement s ON s.statement_hash = decode(n.statement, 'hex')
       ORDER BY n.place
      RETURNING shard_id""")
  List<Long> insert(
      @Bind("batches") String[] batches,
      @Bind("statements") String[] statements,
      @Bind("assets") String[] assets,
      @Bind("leaves") String[] leaves,
      @Bind("totals") String[] totals,
      @Bind("itemGas") int[] itemGas,
      @Bind("gasLimits") int[] gasLimits,
      @Bind("now") Instant now);

  /** Refused by a trigger for a leaf whose shard is still open. */
  @SqlUpdate(
      """
      INSERT INTO leaf_shard (statement_hash, leaf, shard_id, tries)
      SELECT statement_hash, leaf, shard_id, 1
        FROM shard CROSS JOIN unnest(leaves) AS leaf
       WHERE shard_id = ANY(:shards)
          ON CONFLICT (statement_hash, leaf) DO UPDATE
         SET shard_id = excluded.shard_id, tries = leaf_shard.tries + 1""")
  int place(@Bind("shards") Long[] shards);

  @SqlUpdate(
      """
      WITH hold AS (
        INSERT INTO posting (kind, shard_id, booked_at)
        SELECT 'HOLD', shard_id, :now FROM shard WHERE shard_id = ANY(:shards)
        RETURNING posting_id, shard_id)
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, account, asset, sign * total
        FROM hold JOIN shard USING (shard_id)
       CROSS JOIN (VALUES ('treasury-free', -1), ('treasury-held', 1)) AS a (account, sign)""")
  int hold(@Bind("shards") Long[] shards, @Bind("now") Instant now);
}
