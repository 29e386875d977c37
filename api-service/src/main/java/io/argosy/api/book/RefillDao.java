package io.argosy.api.book;

import io.argosy.api.state.RefillState;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What became of refills, and their postings. */
interface RefillDao {
  /** An open refill of which a final block tells all. */
  record Done(long refillId, RefillState state, boolean paid) {}

  @SqlQuery(
      """
      SELECT f.refill_id, f.state, s.paid
        FROM refill f
       CROSS JOIN LATERAL (
             SELECT count(*) > 0 AS paid FROM refill_seen s
              WHERE s.statement_hash = f.statement_hash AND s.leaf = f.leaf
                AND s.block_number <= :block) s
       WHERE f.state IN ('PLANNED', 'SIGNED') AND (s.paid OR f.deadline < :time)
       ORDER BY f.refill_id
         FOR UPDATE OF f""")
  @RegisterConstructorMapper(Done.class)
  List<Done> done(@Bind("block") long block, @Bind("time") Instant time);

  @SqlQuery(
      """
      INSERT INTO posting (kind, refill_id, booked_at)
      SELECT 'POST', refill, :now FROM unnest(:refills) AS n (refill)
      RETURNING posting_id""")
  List<Long> post(@Bind("refills") Long[] refills, @Bind("now") Instant now);

  /** Outcomes of refills that were posted, by the first sighting of each. */
  @SqlUpdate(
      """
      INSERT INTO outcome (statement_hash, leaf, kind, posting_id, asset, recipient, amount,
                           tx_hash, block_number, log_index, decided_at)
      SELECT DISTINCT ON (s.statement_hash, s.leaf)
             s.statement_hash, s.leaf, 'PAID', p.posting_id, s.asset, s.lane, s.amount, s.tx_hash,
             s.block_number, s.log_index, :now
        FROM posting p
        JOIN refill f USING (refill_id)
        JOIN refill_seen s ON s.statement_hash = f.statement_hash AND s.leaf = f.leaf
       WHERE p.posting_id = ANY(:postings) AND s.block_number <= :block
       ORDER BY s.statement_hash, s.leaf, s.block_number, s.log_index""")
  int decide(
      @Bind("postings") Long[] postings, @Bind("block") long block, @Bind("now") Instant now);

  /** Out of where the money was promised, to the lanes. */
  @SqlUpdate(
      """
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, account, asset, sum(sign * amount)
        FROM outcome
       CROSS JOIN (VALUES (:from, -1), ('lane-gas', 1)) AS a (account, sign)
       WHERE posting_id = ANY(:postings)
       GROUP BY posting_id, account, asset""")
  int enter(@Bind("postings") Long[] postings, @Bind("from") String from);

  @SqlUpdate(
      """
      WITH released AS (
        INSERT INTO posting (kind, refill_id, booked_at)
        SELECT 'RELEASE', refill, :now FROM unnest(:refills) AS n (refill)
        RETURNING posting_id, refill_id)
      INSERT INTO entry (posting_id, account, asset, units)
      SELECT posting_id, account, asset, sign * amount
        FROM released JOIN refill USING (refill_id)
       CROSS JOIN (VALUES ('treasury-held', -1), ('treasury-free', 1)) AS a (account, sign)""")
  int release(@Bind("refills") Long[] refills, @Bind("now") Instant now);

  /** Whether somebody had a refill signed and paid that stands in no open row here. */
  @SqlQuery(
      """
      SELECT EXISTS (
        SELECT FROM refill_seen s
         WHERE s.block_number <= :block
           AND NOT EXISTS (SELECT FROM outcome o
                            WHERE o.statement_hash = s.statement_hash AND o.leaf = s.leaf))""")
  boolean strays(@Bind("block") long block);

  @SqlQuery("INSERT INTO posting (kind, booked_at) VALUES ('STRAY', :now) RETURNING posting_id")
  long postStrays(@Bind("now") Instant now);

  @SqlUpdate(
      """
      INSERT INTO outcome (statement_hash, leaf, kind, posting_id, asset, recipient, amount,
                           tx_hash, block_number, log_index, decided_at)
      SELECT DISTINCT ON (s.statement_hash, s.leaf)
             s.statement_hash, s.leaf, 'PAID', :posting, s.asset, s.lane, s.amount, s.tx_hash,
             s.block_number, s.log_index, :now
        FROM refill_seen s
       WHERE s.block_number <= :block
         AND NOT EXISTS (SELECT FROM outcome o
                          WHERE o.statement_hash = s.statement_hash AND o.leaf = s.leaf)
       ORDER BY s.statement_hash, s.leaf, s.block_number, s.log_index""")
  int decideStrays(
      @Bind("posting") long posting, @Bind("block") long block, @Bind("now") Instant now);

  /** What is booked is not news any more. */
  @SqlUpdate("DELETE FROM refill_seen WHERE block_number <= :block")
  int forget(@Bind("block") long block);
}
