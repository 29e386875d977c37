package io.argosy.api.send;

import io.argosy.api.state.RefillState;
import io.argosy.api.state.ShardState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The tables lane, reservation and attempt. */
interface SendDao {
  /**
   * A nonce that the chain has used is never given away, even when this database is an older one.
   */
  @SqlUpdate(
      """
      INSERT INTO lane (address, next_nonce)
      SELECT address, nonce FROM unnest(:lanes, :nonces) AS n (address, nonce)
          ON CONFLICT (address) DO UPDATE
         SET next_nonce = greatest(lane.next_nonce, excluded.next_nonce)""")
  int know(@Bind("lanes") String[] lanes, @Bind("nonces") Long[] nonces);

  /** A lane and its next nonce. */
  record Free(String address, long nextNonce) {}

  /** Lanes that carry nothing: each nonce of theirs stands in a block. Held until the commit. */
  @SqlQuery(
      """
      SELECT address, next_nonce
        FROM lane l
       WHERE address = ANY(:lanes)
         AND NOT EXISTS (
             SELECT FROM reservation r
              WHERE r.lane = l.address AND r.settled_at IS NULL
                AND NOT EXISTS (
                    SELECT FROM attempt a JOIN lane_transaction t USING (tx_hash)
                     WHERE a.lane = r.lane AND a.nonce = r.nonce))
       ORDER BY address
         FOR UPDATE""")
  @RegisterConstructorMapper(Free.class)
  List<Free> free(@Bind("lanes") String[] lanes);

  @SqlQuery(
      """
      SELECT shard_id, batch_id, statement_hash, asset, leaves, item_gas, gas_limit, deadline,
             signature
        FROM shard h
        JOIN batch b USING (batch_id)
       WHERE h.state = 'SIGNED' AND b.state = 'EXECUTING' AND h.deadline > :now
         AND NOT h.shard_id = ANY(:notNow)
         AND NOT EXISTS (
             SELECT FROM reservation r
              WHERE r.shard_id = h.shard_id AND r.settled_at IS NULL)
       ORDER BY h.shard_id
       LIMIT :most""")
  @RegisterConstructorMapper(SignedShard.class)
  List<SignedShard> waiting(
      @Bind("now") Instant now, @Bind("notNow") Long[] notNow, @Bind("most") int most);

  /** Of these shards, those that may still be given a nonce. Held until the commit. */
  @SqlQuery(
      """
      SELECT shard_id FROM shard
       WHERE shard_id = ANY(:shards) AND state = 'SIGNED'
       ORDER BY shard_id
         FOR UPDATE""")
  List<Long> stillSigned(@Bind("shards") Long[] shards);

  @SqlUpdate(
      """
      WITH given AS (
        INSERT INTO reservation (lane, nonce, shard_id, reserved_at)
        SELECT lane, nonce, shard_id, :now
          FROM unnest(:lanes, :nonces, :shards) AS n (lane, nonce, shard_id)
        RETURNING lane, nonce)
      UPDATE lane SET next_nonce = given.nonce + 1
        FROM given
       WHERE lane.address = given.lane""")
  int reserve(
      @Bind("lanes") String[] lanes,
      @Bind("nonces") Long[] nonces,
      @Bind("shards") Long[] shards,
      @Bind("now") Instant now);

  @SqlQuery(
      """
      SELECT refill_id, body, leaf, item_gas, gas_limit, signature
        FROM refill f
        JOIN fund_statement USING (statement_hash)
       WHERE f.state = 'SIGNED' AND f.deadline > :now AND NOT f.refill_id = ANY(:notNow)
         AND NOT EXISTS (
             SELECT FROM reservation r
              WHERE r.refill_id = f.refill_id AND r.settled_at IS NULL)
         AND NOT EXISTS (
             SELECT FROM refill_seen s
              WHERE s.statement_hash = f.statement_hash AND s.leaf = f.leaf)
       ORDER BY f.refill_id""")
  @RegisterConstructorMapper(SignedRefill.class)
  List<SignedRefill> waitingRefills(@Bind("now") Instant now, @Bind("notNow") Long[] notNow);

  /** Held until the commit. */
  @SqlQuery(
      """
      SELECT refill_id FROM refill WHERE refill_id = :refill AND state = 'SIGNED' FOR UPDATE""")
  Optional<Long> refillStillSigned(@Bind("refill") long refill);

  @SqlUpdate(
      """
      WITH given AS (
        INSERT INTO reservation (lane, nonce, refill_id, reserved_at)
        VALUES (:lane, :nonce, :refill, :now)
        RETURNING lane, nonce)
      UPDATE lane SET next_nonce = given.nonce + 1
        FROM given
       WHERE lane.address = given.lane""")
  int reserveForRefill(
      @Bind("lane") String lane,
      @Bind("nonce") long nonce,
      @Bind("refill") long refill,
      @Bind("now") Instant now);

  @SqlQuery(
      """
      SELECT refill_id, body, leaf, item_gas, gas_limit, signature
        FROM refill
        JOIN fund_statement USING (statement_hash)
       WHERE refill_id = :refill""")
  @RegisterConstructorMapper(SignedRefill.class)
  SignedRefill refill(@Bind("refill") long refill);

  /** A reserved nonce that stands in no block, for a shard or a refill. */
  record Carried(
      String lane,
      long nonce,
      @Nullable Long shardId,
      @Nullable ShardState shardState,
      @Nullable Long refillId,
      @Nullable RefillState refillState) {
    Cargo cargo() {
      if (shardId != null && shardState != null) {
        return new Cargo.Shard(shardId, shardState);
      }
      if (refillId != null && refillState != null) {
        return new Cargo.Refill(refillId, refillState);
      }
      throw new IllegalStateException("nonce " + nonce + " of " + lane + " is for nothing");
    }
  }

  @SqlQuery(
      """
      SELECT r.lane, r.nonce, r.shard_id, h.state AS shard_state, r.refill_id,
             f.state AS refill_state
        FROM reservation r
        LEFT JOIN shard h USING (shard_id)
        LEFT JOIN refill f USING (refill_id)
       WHERE r.settled_at IS NULL AND r.lane = ANY(:lanes)
         AND NOT EXISTS (
             SELECT FROM attempt a JOIN lane_transaction t USING (tx_hash)
              WHERE a.lane = r.lane AND a.nonce = r.nonce)
       ORDER BY r.lane, r.nonce""")
  @RegisterConstructorMapper(Carried.class)
  List<Carried> carried(@Bind("lanes") String[] lanes);

  /** Stored bytes. */
  record Attempt(
      String lane,
      long nonce,
      byte[] txHash,
      byte[] signedBytes,
      int gasLimit,
      BigDecimal maxFee,
      BigDecimal maxPriority,
      long storedHead) {}

  /** The newest of each open nonce. */
  @SqlQuery(
      """
      SELECT DISTINCT ON (lane, nonce)
             lane, nonce, tx_hash, signed_bytes, gas_limit, max_fee, max_priority, stored_head
        FROM attempt
        JOIN reservation r USING (lane, nonce)
       WHERE r.settled_at IS NULL AND lane = ANY(:lanes)
       ORDER BY lane, nonce, attempt_id DESC""")
  @RegisterConstructorMapper(Attempt.class)
  List<Attempt> newest(@Bind("lanes") String[] lanes);

  @SqlQuery(
      """
      SELECT shard_id, batch_id, statement_hash, asset, leaves, item_gas, gas_limit, deadline,
             signature
        FROM shard
       WHERE shard_id = :shard""")
  @RegisterConstructorMapper(SignedShard.class)
  SignedShard shard(@Bind("shard") long shard);

  /** Empty for a nonce that carries a refill. */
  @SqlQuery(
      """
      SELECT batch_id FROM shard JOIN reservation USING (shard_id)
       WHERE lane = :lane AND nonce = :nonce""")
  Optional<String> batchOf(@Bind("lane") String lane, @Bind("nonce") long nonce);

  @SqlUpdate(
      """
      INSERT INTO attempt (lane, nonce, kind, tx_hash, signed_bytes, gas_limit, max_fee,
                           max_priority, stored_head, stored_at)
      VALUES (:a.lane, :a.nonce, :kind, :a.txHash, :a.signedBytes, :a.gasLimit, :a.maxFee,
              :a.maxPriority, :a.storedHead, :now)""")
  void store(
      @BindMethods("a") Attempt attempt, @Bind("kind") String kind, @Bind("now") Instant now);

  /** Wei that a batch's transactions cost, or may cost where they stand in no block yet. */
  record Spent(String batchId, BigDecimal wei) {}

  @SqlQuery(
      """
      SELECT h.batch_id, sum(coalesce(cost, worst, 0)) AS wei
        FROM shard h
        JOIN reservation r USING (shard_id)
        LEFT JOIN LATERAL (
             SELECT gas_used * gas_price AS cost
               FROM attempt a JOIN lane_transaction t USING (tx_hash)
              WHERE a.lane = r.lane AND a.nonce = r.nonce) c ON true
        LEFT JOIN LATERAL (
             SELECT max(gas_limit * max_fee) AS worst
               FROM attempt a
              WHERE a.lane = r.lane AND a.nonce = r.nonce) w ON true
       WHERE h.batch_id = ANY(:batches)
       GROUP BY h.batch_id""")
  @RegisterConstructorMapper(Spent.class)
  List<Spent> spent(@Bind("batches") String[] batches);
}
