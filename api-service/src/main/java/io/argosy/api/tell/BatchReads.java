package io.argosy.api.tell;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Batches as callers see them; each query takes a whole page. */
interface BatchReads {
  /** A batch. */
  record Row(
      String batchId,
      String client,
      String requestId,
      String makerKeyId,
      String state,
      Instant createdAt,
      String waitsFor,
      byte @Nullable [] statementHash,
      @Nullable Instant expiry) {}

  /** A number of a batch's payouts in one state. */
  record Count(String batchId, String state, int count) {}

  /** A daemon that acknowledged a batch's statement. */
  record Acknowledged(String batchId, String daemonId) {}

  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.request_id, b.maker_key_id, b.state, b.created_at,
             b.waits_for, s.statement_hash, s.expiry
        FROM batch b
        LEFT JOIN statement s USING (batch_id)
       WHERE b.batch_id = :batch AND (:client::text IS NULL OR b.client = :client)""")
  @RegisterConstructorMapper(Row.class)
  List<Row> one(@Bind("batch") String batch, @Bind("client") @Nullable String client);

  /** The next page, newest first. */
  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.request_id, b.maker_key_id, b.state, b.created_at,
             b.waits_for, s.statement_hash, s.expiry
        FROM batch b
        LEFT JOIN statement s USING (batch_id)
       WHERE (:client::text IS NULL OR b.client = :client)
         AND (cardinality(:states) = 0 OR b.state = ANY(:states))
         AND (:time::timestamptz IS NULL OR (b.created_at, b.batch_id) < (:time, :batch))
       ORDER BY b.created_at DESC, b.batch_id DESC
       LIMIT :most""")
  @RegisterConstructorMapper(Row.class)
  List<Row> page(
      @Bind("client") @Nullable String client,
      @Bind("states") String[] states,
      @Bind("time") @Nullable Instant time,
      @Bind("batch") @Nullable String batch,
      @Bind("most") int most);

  @SqlQuery(
      """
      SELECT batch_id, state, count(*) AS count
        FROM payout_now
       WHERE batch_id = ANY(:batches)
       GROUP BY batch_id, state""")
  @RegisterConstructorMapper(Count.class)
  List<Count> counts(@Bind("batches") String[] batches);

  @SqlQuery(
      """
      SELECT DISTINCT s.batch_id, a.daemon_id
        FROM acknowledgement a
        JOIN statement s USING (statement_hash)
       WHERE s.batch_id = ANY(:batches)
       ORDER BY s.batch_id, a.daemon_id""")
  @RegisterConstructorMapper(Acknowledged.class)
  List<Acknowledged> acknowledged(@Bind("batches") String[] batches);
}
