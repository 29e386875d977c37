package io.argosy.api.tell;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What is told of one payout beside where it stands. */
interface LifeReads {
  /** What screening found. */
  record Finding(
      String rule,
      String verdict,
      String reason,
      String remedy,
      String decision,
      String decidedBy) {}

  /** What somebody said about its statement. */
  record Signer(String keyId, String role, String verdict) {}

  /** A transaction of one of its shards. */
  record Attempt(String lane, long nonce, byte[] txHash, Instant storedAt) {}

  /** A ledger entry of its newest shard. */
  record Entry(String kind, String account, String asset, String units) {}

  @SqlQuery(
      """
      SELECT n.batch_id, n.client, n.external_id, n.line, p.recipient, p.asset,
             p.amount::text AS amount, p.route, n.state, n.reason, n.leaf, n.tx_hash,
             n.block_number
        FROM payout_now n
        JOIN payout p ON p.batch_id = n.batch_id AND p.line = n.line
       WHERE n.client = :client AND n.external_id = :id""")
  @RegisterConstructorMapper(Payouts.Row.class)
  Optional<Payouts.Row> payout(@Bind("client") String client, @Bind("id") String externalId);

  @SqlQuery(
      """
      SELECT rule, verdict, reason, remedy, coalesce(decision, '') AS decision,
             coalesce(decided_by, '') AS decided_by
        FROM finding
       WHERE batch_id = :batch AND line = :line
       ORDER BY finding_id""")
  @RegisterConstructorMapper(Finding.class)
  List<Finding> findings(@Bind("batch") String batch, @Bind("line") int line);

  @SqlQuery(
      """
      SELECT seq, batch_id, coalesce(external_id, '') AS external_id, kind, detail, happened_at
        FROM event
       WHERE batch_id = :batch AND seq IS NOT NULL
         AND (external_id IS NULL OR external_id = :id)
       ORDER BY seq""")
  @RegisterConstructorMapper(EventLog.Told.class)
  List<EventLog.Told> history(@Bind("batch") String batch, @Bind("id") String externalId);

  /** The hash of the batch's statement, once it is frozen. */
  @SqlQuery("SELECT statement_hash FROM statement WHERE batch_id = :batch")
  Optional<byte[]> statement(@Bind("batch") String batch);

  /** Of the newest generation that anybody signed for. */
  @SqlQuery(
      """
      SELECT key_id, role, verdict
        FROM signature g
        JOIN statement s USING (statement_hash)
       WHERE s.batch_id = :batch
         AND g.generation = (SELECT max(generation) FROM signature
                              WHERE statement_hash = s.statement_hash)
       ORDER BY g.received_at, g.key_id""")
  @RegisterConstructorMapper(Signer.class)
  List<Signer> signers(@Bind("batch") String batch);

  /** Daemons that signed the newest shard of a leaf. */
  @SqlQuery(
      """
      SELECT unnest(h.quorum)
        FROM shard h
       WHERE h.shard_id = (SELECT l.shard_id
                             FROM leaf_shard l
                             JOIN statement s USING (statement_hash)
                            WHERE s.batch_id = :batch AND l.leaf = :leaf)""")
  List<String> signedBy(@Bind("batch") String batch, @Bind("leaf") int leaf);

  @SqlQuery(
      """
      SELECT a.lane, a.nonce, a.tx_hash, a.stored_at
        FROM shard h
        JOIN reservation r USING (shard_id)
        JOIN attempt a ON a.lane = r.lane AND a.nonce = r.nonce AND a.kind = 'PAY'
       WHERE h.batch_id = :batch AND :leaf = ANY(h.leaves)
       ORDER BY a.attempt_id""")
  @RegisterConstructorMapper(Attempt.class)
  List<Attempt> attempts(@Bind("batch") String batch, @Bind("leaf") int leaf);

  @SqlQuery(
      """
      SELECT g.kind, e.account, e.asset, e.units::text AS units
        FROM posting g
        JOIN entry e USING (posting_id)
       WHERE g.shard_id = (SELECT l.shard_id
                             FROM leaf_shard l
                             JOIN statement s USING (statement_hash)
                            WHERE s.batch_id = :batch AND l.leaf = :leaf)
       ORDER BY g.posting_id, e.account, e.asset""")
  @RegisterConstructorMapper(Entry.class)
  List<Entry> entries(@Bind("batch") String batch, @Bind("leaf") int leaf);
}
