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

  /** A daemon's newest refusal to register a batch's statement. */
  record Refused(String batchId, String daemonId, String reason, String detail) {}

  /** Signing sessions of one quorum that gave signatures for a batch. */
  record Sessions(String batchId, List<String> daemons, int sessions) {}

  /** What a batch's final transactions took. */
  record Gas(String batchId, long gasUsed) {}

  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.request_id, b.maker_key_id, b.state, b.created_at,
             coalesce(nullif(b.waits_for, ''), w.reason || ': ' || w.detail, '') AS waits_for,
             s.statement_hash, s.expiry
        FROM batch b
        LEFT JOIN statement s USING (batch_id)
        LEFT JOIN batch_wait w USING (batch_id)
       WHERE b.batch_id = :batch AND (:client::text IS NULL OR b.client = :client)""")
  @RegisterConstructorMapper(Row.class)
  List<Row> one(@Bind("batch") String batch, @Bind("client") @Nullable String client);

  /** The next page, newest first. */
  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.request_id, b.maker_key_id, b.state, b.created_at,
             coalesce(nullif(b.waits_for, ''), w.reason || ': ' || w.detail, '') AS waits_for,
             s.statement_hash, s.expiry
        FROM batch b
        LEFT JOIN statement s USING (batch_id)
        LEFT JOIN batch_wait w USING (batch_id)
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

  @SqlQuery(
      """
      SELECT s.batch_id, r.daemon_id, r.reason, r.detail
        FROM registration_refusal r
        JOIN statement s USING (statement_hash)
       WHERE s.batch_id = ANY(:batches)
       ORDER BY s.batch_id, r.daemon_id""")
  @RegisterConstructorMapper(Refused.class)
  List<Refused> refused(@Bind("batches") String[] batches);

  @SqlQuery(
      """
      SELECT batch_id, quorum AS daemons, count(*) AS sessions
        FROM signing_session
       WHERE batch_id = ANY(:batches) AND outcome = 'SIGNED'
       GROUP BY batch_id, quorum
       ORDER BY batch_id, quorum""")
  @RegisterConstructorMapper(Sessions.class)
  List<Sessions> sessions(@Bind("batches") String[] batches);

  @SqlQuery(
      """
      SELECT h.batch_id, sum(f.gas_used) AS gas_used
        FROM fee f
        JOIN attempt a ON a.tx_hash = f.tx_hash
        JOIN reservation r ON r.lane = a.lane AND r.nonce = a.nonce
        JOIN shard h ON h.shard_id = r.shard_id
       WHERE h.batch_id = ANY(:batches)
       GROUP BY h.batch_id""")
  @RegisterConstructorMapper(Gas.class)
  List<Gas> gas(@Bind("batches") String[] batches);
}
