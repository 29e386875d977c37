package io.argosy.api.follow;

import io.argosy.api.state.ShardState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables block, seen, refill_seen and lane_transaction. */
interface FollowDao {
  /** A followed block. */
  record Followed(long number, byte[] hash) {}

  @SqlQuery("SELECT number, hash FROM block ORDER BY number DESC LIMIT 1")
  @RegisterConstructorMapper(Followed.class)
  Optional<Followed> last();

  /** Below this nothing may change any more: it is booked. */
  @SqlQuery(
      """
      SELECT greatest(coalesce((SELECT max(block_number) FROM outcome), -1),
                      coalesce((SELECT max(block_number) FROM fee), -1))""")
  long booked();

  @SqlUpdate(
      """
      INSERT INTO block (number, hash, parent, mined_at)
      VALUES (:number, :hash, :parent, :time)""")
  void insert(
      @Bind("number") long number,
      @Bind("hash") byte[] hash,
      @Bind("parent") byte[] parent,
      @Bind("time") Instant time);

  @SqlUpdate("DELETE FROM block WHERE number = :number")
  int drop(@Bind("number") long number);

  @SqlUpdate(
      """
      INSERT INTO seen (statement_hash, leaf, kind, tx_hash, block_number, log_index)
      SELECT decode(statement, 'hex'), leaf, kind, decode(tx, 'hex'), :block, log_index
        FROM unnest(:statements, :leaves, :kinds, :txs, :logs)
          AS n (statement, leaf, kind, tx, log_index)""")
  int insertSeen(
      @Bind("block") long block,
      @Bind("statements") String[] statements,
      @Bind("leaves") int[] leaves,
      @Bind("kinds") String[] kinds,
      @Bind("txs") String[] txs,
      @Bind("logs") int[] logs);

  @SqlUpdate(
      """
      INSERT INTO refill_seen (statement_hash, leaf, asset, lane, amount, tx_hash, block_number,
                               log_index)
      SELECT decode(statement, 'hex'), leaf, asset, lane, amount::numeric, decode(tx, 'hex'),
             :block, log_index
        FROM unnest(:statements, :leaves, :assets, :lanes, :amounts, :txs, :logs)
          AS n (statement, leaf, asset, lane, amount, tx, log_index)""")
  int insertRefills(
      @Bind("block") long block,
      @Bind("statements") String[] statements,
      @Bind("leaves") int[] leaves,
      @Bind("assets") String[] assets,
      @Bind("lanes") String[] lanes,
      @Bind("amounts") String[] amounts,
      @Bind("txs") String[] txs,
      @Bind("logs") int[] logs);

  @SqlUpdate(
      """
      INSERT INTO lane_transaction (tx_hash, lane, block_number, succeeded, gas_used, gas_price)
      SELECT decode(tx, 'hex'), lane, :block, succeeded, gas_used, gas_price::numeric
        FROM unnest(:txs, :lanes, :succeeded, :gasUsed, :gasPrices)
          AS n (tx, lane, succeeded, gas_used, gas_price)""")
  int insertLaneTransactions(
      @Bind("block") long block,
      @Bind("txs") String[] txs,
      @Bind("lanes") String[] lanes,
      @Bind("succeeded") boolean[] succeeded,
      @Bind("gasUsed") Long[] gasUsed,
      @Bind("gasPrices") String[] gasPrices);

  /** A shard that moves. */
  record Moving(long shardId, ShardState from, ShardState to) {}

  /** Shards of which this block tells something that counts. */
  @SqlQuery(
      """
      SELECT shard_id, state AS "from", 'INCLUDED' AS "to"
        FROM shard
       WHERE state IN ('PLANNED', 'SIGNED', 'SENT')
         AND shard_id IN (
             SELECT l.shard_id
               FROM seen v JOIN leaf_shard l USING (statement_hash, leaf)
              WHERE v.block_number = :block AND v.kind <> 'FAILED'
              UNION
             SELECT r.shard_id
               FROM lane_transaction t
               JOIN attempt a USING (tx_hash)
               JOIN reservation r ON r.lane = a.lane AND r.nonce = a.nonce
              WHERE t.block_number = :block AND a.kind = 'PAY')
         FOR UPDATE""")
  @RegisterConstructorMapper(Moving.class)
  List<Moving> included(@Bind("block") long block);

  /** Shards of which no block tells anything any more, and where they came from. */
  @SqlQuery(
      """
      SELECT shard_id, state AS "from",
             CASE WHEN signature IS NULL THEN 'PLANNED'
                  WHEN EXISTS (
                       SELECT FROM reservation r JOIN attempt a USING (lane, nonce)
                        WHERE r.shard_id = h.shard_id AND r.settled_at IS NULL
                          AND a.kind = 'PAY') THEN 'SENT'
                  ELSE 'SIGNED'
             END AS "to"
        FROM shard h
       WHERE state = 'INCLUDED'
         AND NOT EXISTS (
             SELECT FROM leaf_shard l JOIN seen v USING (statement_hash, leaf)
              WHERE l.shard_id = h.shard_id AND v.kind <> 'FAILED')
         AND NOT EXISTS (
             SELECT FROM reservation r
               JOIN attempt a USING (lane, nonce)
               JOIN lane_transaction t USING (tx_hash)
              WHERE r.shard_id = h.shard_id AND a.kind = 'PAY')
         FOR UPDATE""")
  @RegisterConstructorMapper(Moving.class)
  List<Moving> givenUp();
}
