package io.argosy.api.register;

import io.argosy.api.state.BatchState;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables acknowledgement and registration_refusal. */
interface RegisterDao {
  /**
   * A batch whose statement all daemons should know.
   *
   * @param generation of its newest signatures; older ones count no more
   * @param acknowledged daemons that said so under that generation
   */
  record Open(
      String batchId,
      BatchState state,
      byte[] statementHash,
      long generation,
      List<String> acknowledged) {}

  /** Also batches that are over: a daemon must know what others signed, or limits are two. */
  @SqlQuery(
      """
      SELECT batch_id, state, statement_hash, generation, acknowledged
        FROM batch
        JOIN statement s USING (batch_id)
       CROSS JOIN LATERAL (
             SELECT max(generation) AS generation FROM signature
              WHERE statement_hash = s.statement_hash) g
       CROSS JOIN LATERAL (
             SELECT coalesce(array_agg(daemon_id ORDER BY daemon_id), '{}') AS acknowledged
               FROM acknowledgement
              WHERE statement_hash = s.statement_hash AND generation = g.generation) a
       WHERE state IN ('REGISTERING', 'EXECUTING', 'PAUSED', 'COMPLETED', 'PARTIALLY_COMPLETED')
         AND expiry > :now AND generation IS NOT NULL
         AND (state = 'REGISTERING' OR cardinality(acknowledged) < :daemons)
       ORDER BY created_at""")
  @RegisterConstructorMapper(Open.class)
  List<Open> open(@Bind("now") Instant now, @Bind("daemons") int daemons);

  /** A row of the table signature. */
  record Signed(
      String keyId,
      PersonSignature.Role role,
      PersonSignature.Verdict verdict,
      PersonSignature.Algorithm algorithm,
      byte[] bytes) {
    PersonSignature under(long generation) {
      return new PersonSignature(
          new KeyId(keyId), role, generation, verdict, algorithm, bytes.clone());
    }
  }

  @SqlQuery(
      """
      SELECT key_id, role, verdict, algorithm, bytes
        FROM signature
       WHERE statement_hash = :statement AND generation = :generation
       ORDER BY role DESC, key_id""")
  @RegisterConstructorMapper(Signed.class)
  List<Signed> signatures(@Bind("statement") byte[] statement, @Bind("generation") long generation);

  @SqlUpdate(
      """
      INSERT INTO acknowledgement
             (statement_hash, daemon_id, generation, body, bytes, received_at)
      VALUES (:statement, :daemon, :generation, :body, :bytes, :now)
          ON CONFLICT (statement_hash, daemon_id, generation) DO NOTHING""")
  int keep(
      @Bind("statement") byte[] statement,
      @Bind("daemon") String daemon,
      @Bind("generation") long generation,
      @Bind("body") byte[] body,
      @Bind("bytes") byte[] bytes,
      @Bind("now") Instant now);

  @SqlUpdate(
      "DELETE FROM registration_refusal WHERE statement_hash = :statement AND daemon_id = :daemon")
  void forgetRefusal(@Bind("statement") byte[] statement, @Bind("daemon") String daemon);

  @SqlUpdate(
      """
      INSERT INTO registration_refusal (statement_hash, daemon_id, reason, detail, refused_at)
      VALUES (:statement, :daemon, :reason, :detail, :now)
          ON CONFLICT (statement_hash, daemon_id) DO UPDATE
         SET reason = excluded.reason, detail = excluded.detail, refused_at = excluded.refused_at""")
  void keepRefusal(
      @Bind("statement") byte[] statement,
      @Bind("daemon") String daemon,
      @Bind("reason") String reason,
      @Bind("detail") String detail,
      @Bind("now") Instant now);
}
