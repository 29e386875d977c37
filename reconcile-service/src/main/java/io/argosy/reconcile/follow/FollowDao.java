package io.argosy.reconcile.follow;

import io.argosy.chainclient.Block;
import io.argosy.chainclient.Log;
import io.argosy.model.Digest32;
import io.argosy.reconcile.follow.BlockFacts.Claim;
import io.argosy.reconcile.follow.BlockFacts.Transfer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The tables block, transfer, claim, coin_inflow, network_cost and balance. */
final class FollowDao {
  private FollowDao() {}

  /** The newest stored block. */
  record Tip(long number, Digest32 hash) {}

  static Optional<Tip> tip(Handle db) {
    return db.createQuery("SELECT number, hash FROM block ORDER BY number DESC LIMIT 1")
        .map((row, _) -> new Tip(row.getLong("number"), Digest32.parse(row.getString("hash"))))
        .findOne();
  }

  static void beginJudging(Handle tx, long block) {
    tx.createUpdate("INSERT INTO judged (block) VALUES (:block)").bind("block", block).execute();
  }

  static void storeHeads(Handle tx, List<Block> heads, Instant now) {
    tx.createUpdate(
            """
            INSERT INTO block (number, hash, parent, block_time, seen_at)
            SELECT number, hash, parent, to_timestamp(time), :now
              FROM unnest(:numbers, :hashes, :parents, :times) AS r (number, hash, parent, time)""")
        .bind("now", now)
        .bind("numbers", heads.stream().mapToLong(Block::number).toArray())
        .bind("hashes", texts(heads, Block::hash))
        .bind("parents", texts(heads, Block::parent))
        .bind("times", heads.stream().mapToLong(each -> each.time().getEpochSecond()).toArray())
        .execute();
  }

  static void storeTransfers(Handle tx, List<Transfer> all) {
    if (all.isEmpty()) {
      return;
    }
    var at = all.stream().map(Transfer::at).toList();
    tx.createUpdate(
            """
            INSERT INTO transfer (block, log_index, tx_hash, asset, sender, recipient, units)
            SELECT block, log_index, tx_hash, asset, sender, recipient, units::numeric
              FROM unnest(:blocks, :indexes, :txs, :assets, :senders, :recipients, :units)
                AS r (block, log_index, tx_hash, asset, sender, recipient, units)""")
        .bind("blocks", at.stream().mapToLong(Log::block).toArray())
        .bind("indexes", at.stream().mapToInt(Log::index).toArray())
        .bind("txs", texts(at, Log::transaction))
        .bind("assets", texts(all, Transfer::asset))
        .bind("senders", texts(all, Transfer::sender))
        .bind("recipients", texts(all, Transfer::recipient))
        .bind("units", texts(all, Transfer::units))
        .execute();
  }

  static void storeClaims(Handle tx, List<Claim> all) {
    if (all.isEmpty()) {
      return;
    }
    var at = all.stream().map(Claim::at).toList();
    tx.createUpdate(
            """
            INSERT INTO claim (block, log_index, statement, leaf, treasury, asset, kind, tx_hash)
            SELECT block, log_index, statement, leaf, treasury, asset, kind, tx_hash
              FROM unnest(:blocks, :indexes, :statements, :leaves, :treasuries, :assets, :kinds,
                          :txs)
                AS r (block, log_index, statement, leaf, treasury, asset, kind, tx_hash)""")
        .bind("blocks", at.stream().mapToLong(Log::block).toArray())
        .bind("indexes", at.stream().mapToInt(Log::index).toArray())
        .bind("statements", texts(all, Claim::statement))
        .bind("leaves", all.stream().mapToLong(Claim::leaf).toArray())
        .bind("treasuries", texts(all, Claim::treasury))
        .bind("assets", texts(all, Claim::asset))
        .bind("kinds", texts(all, Claim::kind))
        .bind("txs", texts(at, Log::transaction))
        .execute();
  }

  private record In<T>(long block, T what) {}

  private static <T> List<In<T>> flat(List<BlockFacts> facts, Function<BlockFacts, List<T>> part) {
    return facts.stream()
        .flatMap(f -> part.apply(f).stream().map(each -> new In<>(f.head().number(), each)))
        .toList();
  }

  static void storeCoinInflows(Handle tx, List<BlockFacts> facts) {
    var all = flat(facts, BlockFacts::coinInflows);
    if (all.isEmpty()) {
      return;
    }
    tx.createUpdate(
            """
            INSERT INTO coin_inflow (tx_hash, block, treasury, units)
            SELECT tx_hash, block, treasury, units::numeric
              FROM unnest(:txs, :blocks, :treasuries, :units)
                AS r (tx_hash, block, treasury, units)""")
        .bind("txs", texts(all, each -> each.what().transaction()))
        .bind("blocks", all.stream().mapToLong(In::block).toArray())
        .bind("treasuries", texts(all, each -> each.what().treasury()))
        .bind("units", texts(all, each -> each.what().units()))
        .execute();
  }

  static void storeCosts(Handle tx, List<BlockFacts> facts) {
    var all = flat(facts, BlockFacts::costs);
    if (all.isEmpty()) {
      return;
    }
    tx.createUpdate(
            """
            INSERT INTO network_cost (tx_hash, block, account, payer, units)
            SELECT tx_hash, block, account, payer, units::numeric
              FROM unnest(:txs, :blocks, :accounts, :payers, :units)
                AS r (tx_hash, block, account, payer, units)""")
        .bind("txs", texts(all, each -> each.what().transaction()))
        .bind("blocks", all.stream().mapToLong(In::block).toArray())
        .bind("accounts", texts(all, each -> each.what().account()))
        .bind("payers", texts(all, each -> each.what().payer()))
        .bind("units", texts(all, each -> each.what().units()))
        .execute();
  }

  static void storeBalances(Handle tx, long block, List<Follower.Balance> all) {
    if (all.isEmpty()) {
      return;
    }
    tx.createUpdate(
            """
            INSERT INTO balance (block, treasury, asset, units)
            SELECT :block, treasury, asset, units::numeric
              FROM unnest(:treasuries, :assets, :units) AS r (treasury, asset, units)""")
        .bind("block", block)
        .bind("treasuries", texts(all, Follower.Balance::treasury))
        .bind("assets", texts(all, Follower.Balance::asset))
        .bind("units", texts(all, Follower.Balance::units))
        .execute();
  }

  private static <T> String[] texts(List<T> rows, Function<T, Object> field) {
    return rows.stream().map(row -> field.apply(row).toString()).toArray(String[]::new);
  }
}
