package io.argosy.api.sign;

import io.argosy.custodycore.Acknowledgement;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table signing_session, and the signatures of shards. */
interface SignDao {
  /** A shard to be signed. */
  record Unsigned(
      long shardId,
      String batchId,
      byte[] statementHash,
      String asset,
      Integer[] leaves,
      int itemGas,
      Instant deadline) {}

  @SqlQuery(
      """
      SELECT shard_id, batch_id, statement_hash, asset, leaves, item_gas, deadline
        FROM shard
        JOIN batch b USING (batch_id)
       WHERE shard.state = 'PLANNED' AND b.state = 'EXECUTING' AND deadline > :now
       ORDER BY shard_id
       LIMIT :most""")
  @RegisterConstructorMapper(Unsigned.class)
  List<Unsigned> unsigned(@Bind("now") Instant now, @Bind("most") int most);

  /** An acknowledgement of a statement, of the newest generation that any has. */
  record Acknowledged(byte[] body, byte[] bytes) {
    Acknowledgement.Signed signed() {
      return new Acknowledgement.Signed(Acknowledgement.decode(body.clone()), bytes.clone());
    }
  }

  @SqlQuery(
      """
      SELECT body, bytes
        FROM acknowledgement
       WHERE statement_hash = :statement
         AND generation = (SELECT max(generation) FROM acknowledgement
                            WHERE statement_hash = :statement)
       ORDER BY daemon_id""")
  @RegisterConstructorMapper(Acknowledged.class)
  List<Acknowledged> acknowledgements(@Bind("statement") byte[] statement);

  @SqlUpdate(
      """
      INSERT INTO signing_session (request_id, batch_id, shards, quorum, outcome, opened_at)
      VALUES (:request, :batch, :shards, :quorum, 'OPEN', :now)""")
  void open(
      @Bind("request") String request,
      @Bind("batch") String batch,
      @Bind("shards") Long[] shards,
      @Bind("quorum") String[] quorum,
      @Bind("now") Instant now);

  @SqlUpdate(
      """
      UPDATE signing_session
         SET outcome = :outcome, reason = :reason, detail = :detail, ended_at = :now
       WHERE request_id = :request AND outcome = 'OPEN'""")
  int end(
      @Bind("request") String request,
      @Bind("outcome") String outcome,
      @Bind("reason") String reason,
      @Bind("detail") String detail,
      @Bind("now") Instant now);

  /** A session that an earlier process left open may have been signed; its id is not used again. */
  @SqlUpdate(
      """
      UPDATE signing_session
         SET outcome = 'FAILED', reason = 'RESTARTED', detail = 'this service stopped meanwhile',
             ended_at = :now
       WHERE outcome = 'OPEN'""")
  int endAll(@Bind("now") Instant now);

  /** How often a quorum signed. */
  record Used(List<String> quorum, int sessions) {}

  @SqlQuery(
      """
      SELECT quorum, count(*) AS sessions
        FROM signing_session
       WHERE outcome = 'SIGNED'
       GROUP BY quorum""")
  @RegisterConstructorMapper(Used.class)
  List<Used> used();

  @SqlUpdate(
      """
      UPDATE shard
         SET digest = decode(n.digest, 'hex'), signature = decode(n.signature, 'hex'),
             quorum = :quorum
        FROM unnest(:shards, :digests, :signatures) AS n (shard_id, digest, signature)
       WHERE shard.shard_id = n.shard_id AND shard.signature IS NULL""")
  int store(
      @Bind("shards") Long[] shards,
      @Bind("digests") String[] digests,
      @Bind("signatures") String[] signatures,
      @Bind("quorum") String[] quorum);
}
