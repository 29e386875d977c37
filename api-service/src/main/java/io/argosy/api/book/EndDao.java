package io.argosy.api.book;

import io.argosy.api.state.BatchState;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Leaves that were never paid, and batches that are over. */
interface EndDao {
  /** Leaves of a statement that is past its expiry, of which nothing was ever seen. */
  record Unpaid(String batchId, byte[] statementHash, Integer[] leaves) {}

  @SqlQuery(
      """
      SELECT b.batch_id, s.statement_hash, array_agg(p.leaf ORDER BY p.leaf) AS leaves
        FROM batch b
        JOIN statement s USING (batch_id)
        JOIN payout p USING (batch_id)
        LEFT JOIN leaf_shard l ON l.statement_hash = s.statement_hash AND l.leaf = p.leaf
        LEFT JOIN shard h USING (shard_id)
       WHERE b.state IN ('AWAITING_APPROVAL', 'REGISTERING', 'EXECUTING', 'PAUSED')
         AND s.expiry < :time AND p.leaf IS NOT NULL
         AND (h.shard_id IS NULL OR h.state IN ('FINAL', 'SUPERSEDED'))
         AND NOT EXISTS (
             SELECT FROM outcome o
              WHERE o.statement_hash = s.statement_hash AND o.leaf = p.leaf)
         AND NOT EXISTS (
             SELECT FROM seen v
              WHERE v.statement_hash = s.statement_hash AND v.leaf = p.leaf)
       GROUP BY b.batch_id, s.statement_hash""")
  @RegisterConstructorMapper(Unpaid.class)
  List<Unpaid> unpaid(@Bind("time") Instant time);

  @SqlUpdate(
      """
      WITH expired AS (
        INSERT INTO outcome (statement_hash, leaf, kind, asset, recipient, amount, block_number,
                             decided_at)
        SELECT :statement, p.leaf, 'EXPIRED', p.asset, p.recipient, p.amount, :block, :now
          FROM payout p
         WHERE p.batch_id = :batch AND p.leaf = ANY(:leaves)
         ORDER BY p.leaf
        RETURNING leaf)
      INSERT INTO event (batch_id, external_id, kind, detail, happened_at)
      SELECT :batch, p.external_id, 'PAYOUT_EXPIRED',
             'never paid, by the treasury''s storage at block ' || :block, :now
        FROM payout p JOIN expired USING (leaf)
       WHERE p.batch_id = :batch
       ORDER BY leaf""")
  int expire(
      @Bind("batch") String batch,
      @Bind("statement") byte[] statement,
      @Bind("leaves") Integer[] leaves,
      @Bind("block") long block,
      @Bind("now") Instant now);

  /** A batch of which every leaf has its outcome. */
  record Over(String batchId, BatchState state, int leaves, int paid, int isVoid, int expired) {}

  @SqlQuery(
      """
      SELECT b.batch_id, b.state, o.leaves, o.paid, o.is_void, o.expired
        FROM batch b
        JOIN statement s USING (batch_id)
       CROSS JOIN LATERAL (
             SELECT count(*) AS leaves, count(*) FILTER (WHERE kind = 'PAID') AS paid,
                    count(*) FILTER (WHERE kind = 'VOID') AS is_void,
                    count(*) FILTER (WHERE kind = 'EXPIRED') AS expired
               FROM outcome o
              WHERE o.statement_hash = s.statement_hash) o
       WHERE b.state IN ('AWAITING_APPROVAL', 'REGISTERING', 'EXECUTING', 'PAUSED')
         AND o.leaves > 0
         AND o.leaves = (SELECT count(leaf) FROM payout p WHERE p.batch_id = b.batch_id)""")
  @RegisterConstructorMapper(Over.class)
  List<Over> over();

  @SqlUpdate("DELETE FROM batch_wait WHERE batch_id = :batch")
  int endWait(@Bind("batch") String batch);
}
