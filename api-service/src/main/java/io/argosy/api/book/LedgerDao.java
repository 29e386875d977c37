package io.argosy.api.book;

import java.math.BigDecimal;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What the ledger tells others; nothing here writes. */
interface LedgerDao {
  /** A leaf that was paid, finally. */
  record Paid(
      long position,
      byte[] statementHash,
      int leaf,
      String asset,
      String recipient,
      BigDecimal amount,
      long blockNumber,
      byte[] txHash) {}

  @SqlQuery(
      """
      SELECT position, statement_hash, leaf, asset, recipient, amount, block_number, tx_hash
        FROM outcome
       WHERE position > :after AND kind = 'PAID'
       ORDER BY position
       LIMIT :most""")
  @RegisterConstructorMapper(Paid.class)
  List<Paid> paid(@Bind("after") long after, @Bind("most") int most);

  /** What a lane's final transaction cost. */
  record Fee(long position, byte[] txHash, String lane, BigDecimal amount, long blockNumber) {}

  @SqlQuery(
      """
      SELECT position, tx_hash, lane, amount, block_number
        FROM fee
       WHERE position > :after
       ORDER BY position
       LIMIT :most""")
  @RegisterConstructorMapper(Fee.class)
  List<Fee> fees(@Bind("after") long after, @Bind("most") int most);

  /** An account's sum of one asset. */
  record Balance(String account, String asset, BigDecimal units) {}

  @SqlQuery(
      """
      SELECT account, asset, sum(units) AS units
        FROM entry
       GROUP BY account, asset
       ORDER BY account, asset""")
  @RegisterConstructorMapper(Balance.class)
  List<Balance> balances();

  @SqlQuery(
      """
      SELECT count(*) FROM posting p
       WHERE NOT EXISTS (SELECT FROM entry e WHERE e.posting_id = p.posting_id)
          OR EXISTS (SELECT FROM entry e WHERE e.posting_id = p.posting_id
                      GROUP BY asset HAVING sum(units) <> 0)""")
  long unbalancedPostings();

  /**
   * Shards that are over and still hold something, or whose post is not their outcomes' sum; and
   * refills that are over and still hold something.
   */
  @SqlQuery(
      """
      SELECT count(*)
             + (SELECT count(*) FROM refill f
                 WHERE f.state IN ('FINAL', 'SUPERSEDED')
                   AND (SELECT coalesce(sum(units), 1) FROM posting JOIN entry USING (posting_id)
                         WHERE refill_id = f.refill_id AND account = 'treasury-held') <> 0)
        FROM shard h
       CROSS JOIN LATERAL (
             SELECT coalesce(sum(units) FILTER (WHERE account = 'treasury-held'), 0) AS held,
                    coalesce(sum(units) FILTER (WHERE account IN ('payees', 'disputed')), 0)
                      AS paid,
                    count(*) FILTER (WHERE kind = 'HOLD') AS holds
               FROM posting JOIN entry USING (posting_id)
              WHERE shard_id = h.shard_id) b
       CROSS JOIN LATERAL (
             SELECT coalesce(sum(amount), 0) AS amount
               FROM outcome
              WHERE shard_id = h.shard_id AND kind IN ('PAID', 'DISPUTED')) o
       WHERE h.state IN ('FINAL', 'SUPERSEDED')
         AND (b.held <> 0 OR b.holds = 0 OR b.paid <> o.amount)""")
  long missingPostings();
}
