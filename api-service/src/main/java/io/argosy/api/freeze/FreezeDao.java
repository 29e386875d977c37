package io.argosy.api.freeze;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table statement, and the leaves of payouts. */
interface FreezeDao {
  /** A payout that nothing speaks against. */
  record Accepted(
      int line, String externalId, String recipient, String asset, String amount, String route) {}

  /** Batches whose every payout is judged and decided, oldest first. */
  @SqlQuery(
      """
      SELECT batch_id
        FROM batch b
       WHERE state = 'SCREENING' AND screened_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM finding f
                          WHERE f.batch_id = b.batch_id
                            AND f.verdict = 'HOLD' AND f.decision IS NULL)
       ORDER BY created_at, batch_id""")
  List<String> judged();

  @SqlQuery(
      """
      SELECT line, external_id, recipient, asset, amount::text AS amount, route
        FROM payout
       WHERE batch_id = :batch
         AND line NOT IN (SELECT line FROM payout_found WHERE batch_id = :batch)
       ORDER BY line""")
  @RegisterConstructorMapper(Accepted.class)
  List<Accepted> accepted(@Bind("batch") String batch);

  @SqlUpdate(
      """
      INSERT INTO statement (statement_hash, batch_id, body, expiry, frozen_at)
      VALUES (:hash, :batch, :body, :expiry, :now)""")
  void insert(
      @Bind("hash") byte[] hash,
      @Bind("batch") String batch,
      @Bind("body") byte[] body,
      @Bind("expiry") Instant expiry,
      @Bind("now") Instant now);

  @SqlUpdate(
      """
      UPDATE payout p
         SET leaf = l.leaf - 1
        FROM unnest(:lines) WITH ORDINALITY AS l (line, leaf)
       WHERE p.batch_id = :batch AND p.line = l.line""")
  int number(@Bind("batch") String batch, @Bind("lines") int[] lines);
}
