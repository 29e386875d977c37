package io.argosy.api.receive;

import io.argosy.api.state.BatchState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables batch and payout. */
interface BatchDao {
  /** What a request id stands for. */
  record Earlier(String batchId, byte[] bodyHash) {}

  @SqlUpdate(
      """
      INSERT INTO batch (batch_id, client, request_id, maker_key_id, body_hash,
                         created_at, state, state_since)
      VALUES (:batch, :client, :request, :maker, :hash, :now, :state, :now)
      ON CONFLICT (client, request_id) DO NOTHING""")
  int insert(
      @Bind("batch") String batch,
      @Bind("client") String client,
      @Bind("request") String request,
      @Bind("maker") String maker,
      @Bind("hash") byte[] hash,
      @Bind("state") BatchState state,
      @Bind("now") Instant now);

  @SqlQuery(
      """
      SELECT batch_id, body_hash
        FROM batch
       WHERE client = :client AND request_id = :request""")
  @RegisterConstructorMapper(Earlier.class)
  Optional<Earlier> earlier(@Bind("client") String client, @Bind("request") String request);

  /** Which of these external ids are payouts already. */
  @SqlQuery(
      """
      SELECT external_id
        FROM payout
       WHERE client = :client AND external_id = ANY(:ids)
       ORDER BY line""")
  List<String> taken(@Bind("client") String client, @Bind("ids") String[] ids);

  /**
   * Stores rows whose external ids are new and answers those ids. In the order of the ids: two
   * orders that share some then wait for each other and never lock each other out.
   */
  @SqlQuery(
      """
      INSERT INTO payout (client, external_id, batch_id, line, asset, recipient, amount, route,
                          urgent, region, not_before, reference)
      SELECT :client, id, :batch, line, asset, recipient, amount::numeric, route,
             urgent, nullif(region, ''), nullif(not_before, '')::timestamptz, reference
        FROM unnest(:ids, :lines, :assets, :recipients, :amounts, :routes,
                    :urgents, :regions, :notBefores, :references)
          AS r (id, line, asset, recipient, amount, route, urgent, region, not_before, reference)
       ORDER BY id
      ON CONFLICT (client, external_id) DO NOTHING
      RETURNING external_id""")
  List<String> insertPayouts(
      @Bind("client") String client,
      @Bind("batch") String batch,
      @Bind("ids") String[] ids,
      @Bind("lines") int[] lines,
      @Bind("assets") String[] assets,
      @Bind("recipients") String[] recipients,
      @Bind("amounts") String[] amounts,
      @Bind("routes") String[] routes,
      @Bind("urgents") boolean[] urgents,
      @Bind("regions") String[] regions,
      @Bind("notBefores") String[] notBefores,
      @Bind("references") String[] references);
}
