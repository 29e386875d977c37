package io.argosy.api.book;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What became of reserved nonces, and what lanes paid. */
interface NonceDao {
  @SqlUpdate(
      """
      UPDATE reservation r
         SET settled_at = :now, settled_by = a.kind
        FROM attempt a JOIN lane_transaction t USING (tx_hash)
       WHERE a.lane = r.lane AND a.nonce = r.nonce
         AND r.settled_at IS NULL AND t.block_number <= :block""")
  int settle(@Bind("block") long block, @Bind("now") Instant now);

  /** Lanes with a nonce under way. */
  @SqlQuery("SELECT DISTINCT lane FROM reservation WHERE settled_at IS NULL ORDER BY lane")
  List<String> lanesUnderWay();

  /** Used, finally, by a transaction that is none of ours: ours can never stand there. */
  @SqlUpdate(
      """
      UPDATE reservation r
         SET settled_at = :now, settled_by = 'FOREIGN'
        FROM unnest(:lanes, :nonces) AS n (lane, next_nonce)
       WHERE r.lane = n.lane AND r.nonce < n.next_nonce AND r.settled_at IS NULL
         AND NOT EXISTS (
             SELECT FROM attempt a JOIN lane_transaction t USING (tx_hash)
              WHERE a.lane = r.lane AND a.nonce = r.nonce)""")
  int settleForeign(
      @Bind("lanes") String[] lanes, @Bind("nonces") Long[] nonces, @Bind("now") Instant now);

  /** Shards that were sent under a nonce which something else used: they need another. */
  @SqlQuery(
      """
      SELECT shard_id FROM shard h
       WHERE state = 'SENT'
         AND NOT EXISTS (
             SELECT FROM reservation r
              WHERE r.shard_id = h.shard_id AND (r.settled_at IS NULL OR r.settled_by = 'PAY'))
         FOR UPDATE""")
  List<Long> withoutNonce();

  /** All fees of a block are booked at once, so the highest block tells which are new. */
  @SqlUpdate(
      """
      WITH new AS (
        SELECT t.*, gas_used * gas_price AS wei
          FROM lane_transaction t
         WHERE block_number <= :block AND gas_price > 0
           AND block_number > (SELECT coalesce(max(block_number), -1) FROM fee)),
      charged AS (
        INSERT INTO posting (kind, tx_hash, booked_at)
        SELECT 'FEE', tx_hash, :now FROM new ORDER BY block_number, tx_hash
        RETURNING posting_id, tx_hash),
      entered AS (
        INSERT INTO entry (posting_id, account, asset, units)
        SELECT posting_id, account, :coin, sign * wei
          FROM charged JOIN new USING (tx_hash)
         CROSS JOIN (VALUES ('lane-gas', -1), ('network-fees', 1)) AS a (account, sign))
      INSERT INTO fee (tx_hash, lane, gas_used, amount, block_number, posting_id)
      SELECT tx_hash, lane, gas_used, wei, block_number, posting_id
        FROM charged JOIN new USING (tx_hash)
       ORDER BY block_number, tx_hash""")
  int charge(@Bind("block") long block, @Bind("coin") String coin, @Bind("now") Instant now);
}
