package io.argosy.api.book;

import java.time.Instant;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Leaves that were settled while they stood in no open shard: somebody submitted an older
 * authorization again.
 */
interface StrayDao {
  /** How many such sightings are final. */
  @SqlQuery(
      """
      SELECT count(*)
        FROM seen v
        LEFT JOIN leaf_shard l USING (statement_hash, leaf)
        LEFT JOIN shard h USING (shard_id)
       WHERE v.block_number <= :block
         AND (h.shard_id IS NULL OR h.state IN ('FINAL', 'SUPERSEDED'))""")
  int count(@Bind("block") long block);

  @SqlQuery(
      """
      INSERT INTO posting (kind, booked_at) VALUES ('STRAY', :now) RETURNING posting_id""")
  long post(@Bind("now") Instant now);

  @SqlUpdate(
      """
      INSERT INTO outcome (statement_hash, leaf, kind, posting_id, asset, recipient, amount,
                           tx_hash, block_number, log_index, decided_at)
      SELECT v.statement_hash, v.leaf, v.kind,
             CASE WHEN v.kind IN ('PAID', 'DISPUTED') THEN :posting END,
             p.asset, p.recipient, p.amount, v.tx_hash, v.block_number, v.log_index, :now
        FROM seen v
        JOIN statement s USING (statement_hash)
        JOIN payout p ON p.batch_id = s.batch_id AND p.leaf = v.leaf
        LEFT JOIN leaf_shard l ON l.statement_hash = v.statement_hash AND l.leaf = v.leaf
        LEFT JOIN shard h USING (shard_id)
       WHERE v.block_number <= :block AND v.kind <> 'FAILED'
         AND (v.kind = 'VOID') = (:posting IS NULL)
         AND (h.shard_id IS NULL OR h.state IN ('FINAL', 'SUPERSEDED'))
       ORDER BY v.block_number, v.log_index, v.leaf""")
  int decide(
      @Bind("block") long block,
      @org.jspecify.annotations.Nullable @Bind("posting") Long posting,
      @Bind("now") Instant now);

  @SqlQuery(
      """
      SELECT EXISTS (
        SELECT FROM seen v
          LEFT JOIN leaf_shard l USING (statement_hash, leaf)
          LEFT JOIN shard h USING (shard_id)
         WHERE v.block_number <= :block AND v.kind IN ('PAID', 'DISPUTED')
           AND (h.shard_id IS NULL OR h.state IN ('FINAL', 'SUPERSEDED')))""")
  boolean paid(@Bind("block") long block);

  @SqlUpdate(
      """
      INSERT INTO event (batch_id, external_id, kind, detail, happened_at)
      SELECT s.batch_id, p.external_id,
             CASE o.kind WHEN 'PAID' THEN 'PAYOUT_COMPLETED' WHEN 'VOID' THEN 'PAYOUT_CANCELLED'
                         ELSE 'PAYOUT_DISPUTED' END,
             'block ' || o.block_number || ', transaction 0x' || encode(o.tx_hash, 'hex')
               || ', submitted by somebody else',
             :now
        FROM outcome o
        JOIN statement s USING (statement_hash)
        JOIN payout p ON p.batch_id = s.batch_id AND p.leaf = o.leaf
       WHERE o.shard_id IS NULL AND o.tx_hash IS NOT NULL AND o.decided_at = :now
       ORDER BY o.position""")
  int tell(@Bind("now") Instant now);

  @SqlUpdate(
      """
      DELETE FROM seen v
       WHERE v.block_number <= :block
         AND NOT EXISTS (
             SELECT FROM leaf_shard l JOIN shard h USING (shard_id)
              WHERE l.statement_hash = v.statement_hash AND l.leaf = v.leaf
                AND h.state NOT IN ('FINAL', 'SUPERSEDED'))""")
  int forget(@Bind("block") long block);
}
