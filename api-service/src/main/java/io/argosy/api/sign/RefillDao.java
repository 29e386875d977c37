package io.argosy.api.sign;

import io.argosy.api.sign.SignDao.Acknowledged;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The signatures of refills. */
interface RefillDao {
  /** A refill to be signed. */
  record Unsigned(long refillId, byte[] statementHash, int leaf, int itemGas) {}

  @SqlQuery(
      """
      SELECT refill_id, statement_hash, leaf, item_gas
        FROM refill
       WHERE state = 'PLANNED' AND deadline > :now
       ORDER BY refill_id""")
  @RegisterConstructorMapper(Unsigned.class)
  List<Unsigned> unsigned(@Bind("now") Instant now);

  /** Acknowledgements of a statement, of the newest generation that any has. */
  @SqlQuery(
      """
      SELECT body, bytes
        FROM fund_acknowledgement
       WHERE statement_hash = :statement
         AND generation = (SELECT max(generation) FROM fund_acknowledgement
                            WHERE statement_hash = :statement)
       ORDER BY daemon_id""")
  @RegisterConstructorMapper(Acknowledged.class)
  List<Acknowledged> acknowledgements(@Bind("statement") byte[] statement);

  @SqlUpdate(
      """
      UPDATE refill SET digest = :digest, signature = :signature, quorum = :quorum
       WHERE refill_id = :refill AND signature IS NULL""")
  int store(
      @Bind("refill") long refill,
      @Bind("digest") byte[] digest,
      @Bind("signature") byte[] signature,
      @Bind("quorum") String[] quorum);
}
