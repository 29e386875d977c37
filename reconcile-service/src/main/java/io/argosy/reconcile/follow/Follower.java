package io.argosy.reconcile.follow;

import io.argosy.chain.Abi;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Follows the chain from its start block to the newest final one. A range of blocks is stored whole
 * or not at all, so that a crash loses nothing and repeats nothing. Confined to one thread.
 */
public final class Follower {
  private static final long RANGE = 50;
  private static final byte[] BALANCE_OF = Abi.selector("balanceOf(address)");
  private final ChainClient chain;
  private final Jdbi db;
  private final Watched watched;
  private final Bounds bounds;
  private final Clock clock;

  /**
   * Where to start, and how deep a block is final.
   *
   * @param startBlock the first block that is followed, 1 or more
   */
  public record Bounds(long startBlock, long finalityDepth) {
    public Bounds {
      if (startBlock < 1 || finalityDepth < 0) {
        throw new IllegalArgumentException("start-block from 1, finality-depth from 0");
      }
    }
  }

  public Follower(ChainClient chain, Jdbi db, Watched watched, Bounds bounds, Clock clock) {
    this.chain = chain;
    this.db = db;
    this.watched = watched;
    this.bounds = bounds;
    this.clock = clock;
  }

  /** Stores all final blocks that are not stored yet; the newest gets balances. */
  public void run() throws IOException {
    long target = chain.head() - bounds.finalityDepth();
    Optional<FollowDao.Tip> tip = db.withHandle(FollowDao::tip);
    if (tip.isPresent()) {
      requireStillThere(tip.get());
    } else {
      if (target < bounds.startBlock() - 1) {
        return;
      }
      tip = Optional.of(begin());
    }
    FollowDao.Tip last = tip.get();
    while (last.number() < target) {
      last = range(last, Math.min(target, last.number() + RANGE), target);
    }
  }

  /** Balances before the first block are what every later change starts from. */
  private FollowDao.Tip begin() throws IOException {
    Block head = require(bounds.startBlock() - 1);
    var balances = balances(head);
    db.useTransaction(
        tx -> {
          FollowDao.storeHeads(tx, List.of(head), clock.instant());
          FollowDao.storeBalances(tx, head.number(), balances);
          FollowDao.beginJudging(tx, head.number());
        });
    return new FollowDao.Tip(head.number(), head.hash());
  }

  private void requireStillThere(FollowDao.Tip tip) throws IOException {
    Block now = require(tip.number());
    if (!now.hash().equals(tip.hash())) {
      throw new BrokenChain("final block " + tip.number() + " was replaced: " + tip.hash());
    }
  }

  private Block require(long number) throws IOException {
    return chain
        .block(number)
        .orElseThrow(() -> new BrokenChain("block " + number + " is not there"));
  }

  private FollowDao.Tip range(FollowDao.Tip before, long to, long target) throws IOException {
    var facts = new ArrayList<BlockFacts>();
    FollowDao.Tip last = before;
    for (long number = before.number() + 1; number <= to; number++) {
      var each = read(number, last);
      facts.add(each);
      last = new FollowDao.Tip(number, each.head().hash());
    }
    // Endpoints forget old states, so only the newest final block is asked for balances.
    var balances = to == target ? balances(facts.getLast().head()) : List.<Balance>of();
    db.useTransaction(tx -> store(tx, facts, balances));
    return last;
  }

  private BlockFacts read(long number, FollowDao.Tip parent) throws IOException {
    var block =
        chain
            .fullBlock(number)
            .orElseThrow(() -> new BrokenChain("block " + number + " is not there"));
    Block head = block.head();
    if (head.number() != number || !head.parent().equals(parent.hash())) {
      throw new BrokenChain("block " + number + " does not follow " + parent.hash());
    }
    return BlockFacts.of(watched, block, chain.receipts(head.hash()));
  }

  private void store(Handle tx, List<BlockFacts> facts, List<Balance> balances) {
    FollowDao.storeHeads(tx, facts.stream().map(BlockFacts::head).toList(), clock.instant());
    FollowDao.storeTransfers(tx, facts.stream().flatMap(f -> f.transfers().stream()).toList());
    FollowDao.storeClaims(tx, facts.stream().flatMap(f -> f.claims().stream()).toList());
    FollowDao.storeCoinInflows(tx, facts);
    FollowDao.storeCosts(tx, facts);
    FollowDao.storeBalances(tx, facts.getLast().head().number(), balances);
  }

  /** What a treasury held of an asset. */
  record Balance(AccountId treasury, AssetId asset, BigInteger units) {}

  private List<Balance> balances(Block at) throws IOException {
    var all = new ArrayList<Balance>();
    for (AccountId treasury : watched.treasuries()) {
      for (AssetId asset : watched.assets()) {
        all.add(new Balance(treasury, asset, held(treasury, asset, at)));
      }
    }
    return all;
  }

  private BigInteger held(AccountId treasury, AssetId asset, Block at) throws IOException {
    if (asset.token().isEmpty()) {
      return chain.balance(treasury.address(), at.hash());
    }
    byte[] call = Abi.concat(BALANCE_OF, Abi.word(treasury.address()));
    byte[] answer = chain.call(asset.token().get(), call, at.hash());
    if (answer.length != 32) {
      throw new BrokenChain("balanceOf of " + asset + " answers " + answer.length + " bytes");
    }
    return Abi.number(answer, 0);
  }
}
