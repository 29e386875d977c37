package io.argosy.api.book;

import io.argosy.api.state.ShardState;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables outcome, posting, entry and leaf_failure. */
interface BookDao {
  /** One booker at a time, so that positions become visible in their order. */
  @SqlQuery("SELECT pg_advisory_xact_lock(hashtext('argosy.book')) IS NULL")
  boolean lock();

  /**
   * A shard of which a final block tells all that it will ever do.
   *
   * @param settles whether a leaf of it is settled by then
   */
  record Done(long shardId, ShardState state, boolean settles) {}

  /** A shard that was planned while a sighting of its leaves was being kept. */
  record Late(long shardId, ShardState state) {}

  @SqlQuery(
      """
      SELECT shard_id, state
        FROM shard
       WHERE state IN ('PLANNED', 'SIGNED', 'SENT')
         AND shard_id IN (
             SELECT l.shard_id FROM seen v JOIN leaf_shard l USING (statement_hash, leaf)
              WHERE v.block_number <= :block AND v.kind <> 'FAILED')
       ORDER BY shard_id
         FOR UPDATE""")
  @RegisterConstructorMapper(Late.class)
  List<Late> late(@Bind("block") long block);

  /**
   * Over: past its deadline at a final block; or all its leaves are settled; or no transaction of
   * ours is under way, and one of ours is final, or a leaf is settled, or every leaf was tried.
   * What is left over is planned again.
   */
  @SqlQuery(
      """
      SELECT h.shard_id, h.state, n.settled > 0 AS settles
        FROM shard h
       CROSS JOIN LATERAL (
             SELECT count(*) AS leaves,
                    count(*) FILTER (WHERE settled) AS settled,
                    count(*) FILTER (WHERE tried) AS tried
               FROM leaf_shard l
              CROSS JOIN LATERAL (
                    SELECT coalesce(bool_or(kind <> 'FAILED'), false) AS settled,
                           count(*) > 0 AS tried
                      FROM seen v
                     WHERE v.statement_hash = l.statement_hash AND v.leaf = l.leaf
                       AND v.block_number <= :block) s
              WHERE l.shard_id = h.shard_id) n
       WHERE h.state NOT IN ('FINAL', 'SUPERSEDED')
         AND (h.state = 'INCLUDED' OR h.deadline < :time)
         AND (h.deadline < :time
              OR h.state = 'INCLUDED' AND (
                 n.settled = n.leaves
                 OR NOT EXISTS (
                        SELECT FROM reservation r
                         WHERE r.shard_id = h.shard_id AND r.settled_at IS NULL)
                    AND (n.settled > 0 OR n.tried = n.leaves
                         OR EXISTS (
                            SELECT FROM reservation r
                             WHERE r.shard_id = h.shard_id AND r.settled_by = 'PAY'))))
       ORDER BY h.shard_id
       LIMIT :most
         FOR UPDATE OF h""")
  @RegisterConstructorMapper(Done.class)
  List<Done> done(@Bind("block") long block, @Bind("time") Instant time, @Bind("most") int most);

  /** A post for each shard that paid. */
  @SqlQuery(
      """
      INSERT INTO posting (kind, shard_id, booked_at)
      SELECT 'POST', shard_id, :now
        FROM shard
       WHERE shard_id = ANY(:shards)
         AND EXISTS (
             SELECT FROM leaf_shard l JOIN seen v USING (statement_hash, leaf)
              WHERE l.shard_id = shard.shard_id AND v.block_number <= :block
                AND v.kind IN ('PAID', 'DISPUTED'))
      RETURNING posting_id""")
  List<Long> post(
      @Bind("shards") Long[] shards, @Bind("block") long block, @Bind("now") Instant now);

  @SqlUpdate(
      """
      INSERT INTO outcome (statement_hash, leaf, kind, shard_id, posting_id, asset, recipient,
                           amount, tx_hash, block_number, log_index, decided_at)
      SELECT v.statement_hash, v.leaf, v.kind, h.shard_id, o.posting_id, p.asset, p.recipient,
             p.amount, v.tx_hash, v.block_number, v.log_index, :now
        FROM shard h
        JOIN leaf_shard l USING (shard_id)
        JOIN seen v ON v.statement_hash = l.statement_hash AND v.leaf = l.leaf
        JOIN payout p ON p.batch_id = h.batch_id AND p.leaf = l.leaf
        LEFT JOIN posting o ON o.shard_id = h.shard_id AND o.kind = 'POST'
                           AND v.kind IN ('PAID', 'DISPUTED')
       WHERE h.shard_id = ANY(:shards) AND v.block_number <= :block AND v.kind <> 'FAILED'
       ORDER BY v.block_number, v.log_index, v.leaf""")
  int decide(@Bind("shards") Long[] shards, @Bind("block") long block, @Bind("now") Instant now);

  /** A posting's entries are the sums of its outcomes, out of where the money was promised. */
  @SqlUpdate(
      """
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, :from, asset, -sum(amount)
        FROM outcome WHERE posting_id = ANY(:postings) GROUP BY posting_id, asset
       UNION ALL
      SELECT posting_id, CASE kind WHEN 'PAID' THEN 'payees' ELSE 'disputed' END, asset,
             sum(amount)
        FROM outcome WHERE posting_id = ANY(:postings) GROUP BY posting_id, kind, asset""")
  int enter(@Bind("postings") Long[] postings, @Bind("from") String from);

  /** What was held beyond the outcomes is free again. */
  @SqlUpdate(
      """
      WITH rest AS (
        SELECT h.shard_id, h.asset,
               h.total - coalesce((
                 SELECT sum(amount) FROM outcome o
                  WHERE o.shard_id = h.shard_id AND o.kind IN ('PAID', 'DISPUTED')), 0) AS units
          FROM shard h
         WHERE h.shard_id = ANY(:shards)),
      released AS (
        INSERT INTO posting (kind, shard_id, booked_at)
        SELECT 'RELEASE', shard_id, :now FROM rest WHERE units > 0
        RETURNING posting_id, shard_id)
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, account, asset, sign * units
        FROM released JOIN rest USING (shard_id)
       CROSS JOIN (VALUES ('treasury-held', -1), ('treasury-free', 1)) AS a (account, sign)""")
  int release(@Bind("shards") Long[] shards, @Bind("now") Instant now);

  @SqlUpdate(
      """
      INSERT INTO leaf_failure (statement_hash, leaf, shard_id, tx_hash, block_number, failed_at)
      SELECT DISTINCT ON (l.statement_hash, l.leaf)
             l.statement_hash, l.leaf, l.shard_id, v.tx_hash, v.block_number, :now
        FROM leaf_shard l
        JOIN seen v USING (statement_hash, leaf)
       WHERE l.shard_id = ANY(:shards) AND v.block_number <= :block AND v.kind = 'FAILED'
         AND NOT EXISTS (
             SELECT FROM outcome o
              WHERE o.statement_hash = l.statement_hash AND o.leaf = l.leaf)
       ORDER BY l.statement_hash, l.leaf, v.block_number DESC""")
  int keepFailures(
      @Bind("shards") Long[] shards, @Bind("block") long block, @Bind("now") Instant now);

  /** A word for each payout that a shard settled or failed. */
  @SqlUpdate(
      """
      INSERT INTO event (batch_id, external_id, kind, detail, happened_at)
      SELECT h.batch_id, p.external_id,
             CASE coalesce(o.kind, 'FAILED')
                  WHEN 'PAID' THEN 'PAYOUT_COMPLETED' WHEN 'VOID' THEN 'PAYOUT_CANCELLED'
                  WHEN 'DISPUTED' THEN 'PAYOUT_DISPUTED' ELSE 'PAYOUT_RETRYING' END,
             'block ' || coalesce(o.block_number, f.block_number) || ', transaction 0x'
               || encode(coalesce(o.tx_hash, f.tx_hash), 'hex'),
             :now
        FROM shard h
        JOIN leaf_shard l USING (shard_id)
        JOIN payout p ON p.batch_id = h.batch_id AND p.leaf = l.leaf
        LEFT JOIN outcome o ON o.shard_id = h.shard_id AND o.leaf = l.leaf
        LEFT JOIN leaf_failure f ON f.shard_id = h.shard_id AND f.leaf = l.leaf
       WHERE h.shard_id = ANY(:shards) AND (o.leaf IS NOT NULL OR f.leaf IS NOT NULL)
       ORDER BY h.shard_id, l.leaf""")
  int tell(@Bind("shards") Long[] shards, @Bind("now") Instant now);

  /** What is booked is not news any more. */
  @SqlUpdate(
      """
      DELETE FROM seen v
       USING leaf_shard l
       WHERE l.shard_id = ANY(:shards) AND v.statement_hash = l.statement_hash
         AND v.leaf = l.leaf AND v.block_number <= :block""")
  int forget(@Bind("shards") Long[] shards, @Bind("block") long block);
}
