package io.argosy.api.approve;

import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables statement and signature. */
interface ApprovalDao {
  /** A frozen batch. */
  record Frozen(
      String batchId, String client, String state, byte[] hash, byte[] body, Instant expiry) {
    Digest32 digest() {
      return Digest32.of(hash);
    }
  }

  /** What somebody said, as it is stored. */
  record Said(
      byte[] statementHash,
      long generation,
      String keyId,
      String role,
      String verdict,
      String algorithm,
      byte[] bytes) {
    PersonSignature signature() {
      return new PersonSignature(
          new KeyId(keyId),
          PersonSignature.Role.valueOf(role),
          generation,
          PersonSignature.Verdict.valueOf(verdict),
          PersonSignature.Algorithm.valueOf(algorithm),
          bytes);
    }
  }

  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.state, s.statement_hash AS hash, s.body, s.expiry
        FROM statement s
        JOIN batch b USING (batch_id)
       WHERE b.batch_id = :batch""")
  @RegisterConstructorMapper(Frozen.class)
  Optional<Frozen> frozen(@Bind("batch") String batch);

  /** Statements that wait for signatures, oldest first. */
  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.state, s.statement_hash AS hash, s.body, s.expiry
        FROM statement s
        JOIN batch b USING (batch_id)
       WHERE b.state = 'AWAITING_APPROVAL'
       ORDER BY b.created_at, b.batch_id""")
  @RegisterConstructorMapper(Frozen.class)
  List<Frozen> awaiting();

  /** Those of them that expired, or about which somebody spoke since they began to wait. */
  @SqlQuery(
      """
      SELECT b.batch_id, b.client, b.state, s.statement_hash AS hash, s.body, s.expiry
        FROM statement s
        JOIN batch b USING (batch_id)
       WHERE b.state = 'AWAITING_APPROVAL' AND (b.signed_at >= b.state_since OR s.expiry < :now)
       ORDER BY b.created_at, b.batch_id""")
  @RegisterConstructorMapper(Frozen.class)
  List<Frozen> ripe(@Bind("now") Instant now);

  /** What people said about these statements, in the order in which they said it. */
  @SqlQuery(
      """
      SELECT statement_hash, generation, key_id, role, verdict, algorithm, bytes
        FROM signature
       WHERE statement_hash = ANY(:statements)
       ORDER BY received_at, key_id""")
  @RegisterConstructorMapper(Said.class)
  List<Said> said(@Bind("statements") byte[][] statements);

  @SqlUpdate(
      """
      INSERT INTO signature (statement_hash, generation, key_id, role, verdict, algorithm, bytes,
                             received_at)
      VALUES (:statement, :generation, :key, :role, :verdict, :algorithm, :bytes, :now)""")
  void insert(
      @Bind("statement") byte[] statement,
      @Bind("generation") long generation,
      @Bind("key") String key,
      @Bind("role") PersonSignature.Role role,
      @Bind("verdict") PersonSignature.Verdict verdict,
      @Bind("algorithm") PersonSignature.Algorithm algorithm,
      @Bind("bytes") byte[] bytes,
      @Bind("now") Instant now);

  @SqlUpdate("UPDATE batch SET signed_at = :now WHERE batch_id = :batch")
  void signed(@Bind("batch") String batch, @Bind("now") Instant now);

  /** The input lines of a frozen batch's leaves, in the order of the leaves. */
  @SqlQuery("SELECT line FROM payout WHERE batch_id = :batch AND leaf IS NOT NULL ORDER BY leaf")
  List<Integer> lines(@Bind("batch") String batch);
}
