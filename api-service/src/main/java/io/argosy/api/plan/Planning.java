package io.argosy.api.plan;

import io.argosy.api.Stage;
import io.argosy.api.state.Faults;
import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.chainclient.ChainClient;
import io.argosy.custodycore.Policy;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Cuts payable leaves into shards, as far as the treasury's final balance goes beyond what open
 * shards hold already. What a shard promises is held in the same transaction.
 */
public final class Planning implements Stage {
  private static final int MOST_LEAVES = 50_000;

  /** A transaction may take half a block, so that others find room beside it. */
  private static final int BLOCK_SHARE = 2;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private final Ground ground;
  private final StatementStore statements;
  private final Policy policy;
  private final ChainClient chain;
  private final TreasuryFunds funds;
  private final int finalityDepth;
  private final ShardSizes sizes;
  private String idleAt = "";
  private Instant idleUntil = Instant.MIN;

  /** Where the money is, and when a block there is final. */
  public record Treasury(ChainClient chain, AccountId account, int finalityDepth) {}

  public Planning(
      Ground ground,
      StatementStore statements,
      Policy policy,
      Treasury treasury,
      ShardSizes sizes) {
    this.ground = ground;
    this.statements = statements;
    this.policy = policy;
    this.chain = treasury.chain();
    this.funds = new TreasuryFunds(treasury.chain(), treasury.account());
    this.finalityDepth = treasury.finalityDepth();
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public int run() {
    var finalBlock = ground.db().withHandle(handle -> FinalBlock.read(handle, finalityDepth));
    String fingerprint = ground.db().withExtension(PlanDao.class, PlanDao::fingerprint);
    boolean idle = fingerprint.equals(idleAt) && ground.clock().instant().isBefore(idleUntil);
    if (finalBlock.isEmpty() || idle) {
      return 0;
    }
    try {
      int planned = plan(payable(), finalBlock.get().number());
      idleAt = planned == 0 ? fingerprint : "";
      idleUntil = ground.clock().instant().plus(LOOK_AGAIN);
      return planned;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<PayableLeaf> payable() {
    var now = ground.clock().instant();
    var rows = ground.db().withExtension(PlanDao.class, dao -> dao.payable(now, MOST_LEAVES));
    var batches = new HashMap<String, PayableBatch>();
    var leaves = new ArrayList<PayableLeaf>();
    for (var row : rows) {
      var batch =
          batches.computeIfAbsent(
              row.batchId(),
              id ->
                  new PayableBatch(
                      new BatchId(id), Digest32.of(row.statementHash()), row.expiry()));
      leaves.add(
          new PayableLeaf(
              batch,
              row.leaf(),
              AssetId.parse(row.asset()),
              row.amount().toBigIntegerExact(),
              row.tries()));
    }
    var early =
        batches.values().stream()
            .filter(b -> now.isBefore(statements.get(b.statement()).statement().notBefore()))
            .toList();
    leaves.removeIf(leaf -> early.contains(leaf.batch()));
    if (!early.isEmpty()) {
      ground.db().useTransaction(tx -> early.forEach(batch -> sayEarly(tx, batch)));
    }
    return leaves;
  }

  private void sayEarly(Handle tx, PayableBatch batch) {
    var from = statements.get(batch.statement()).statement().notBefore();
    ground
        .waits()
        .say(tx, batch.id(), name(), "NOT_YET_VALID", "the statement's not-before " + from);
  }

  private int plan(List<PayableLeaf> leaves, long finalBlock) throws IOException {
    if (leaves.isEmpty()) {
      return 0;
    }
    var shards = sizes.cut(leaves, chain.newest().gasLimit() / BLOCK_SHARE);
    var assets = new LinkedHashSet<>(shards.stream().map(PlannedShard::asset).toList());
    var balances = funds.after(finalBlock, assets);
    int planned = ground.db().inTransaction(tx -> store(tx, shards, balances));
    ground.faults().at(Faults.Point.SHARDS_PLANNED);
    return planned;
  }

  private int store(Handle tx, List<PlannedShard> shards, Map<AssetId, BigInteger> balances) {
    var dao = tx.attach(PlanDao.class);
    var _ = dao.lock();
    var _ = dao.lockBooks();
    Map<AssetId, BigInteger> free = new HashMap<>(balances);
    for (var held : dao.held()) {
      free.computeIfPresent(
          AssetId.parse(held.asset()),
          (_, units) -> units.subtract(held.units().toBigIntegerExact()));
    }
    var covered = new ArrayList<PlannedShard>();
    Map<BatchId, Map<AssetId, BigInteger>> short_ = new LinkedHashMap<>();
    for (var shard : shards) {
      var left = free.getOrDefault(shard.asset(), BigInteger.ZERO).subtract(shard.total());
      free.put(shard.asset(), left);
      if (left.signum() >= 0) {
        covered.add(shard);
      } else {
        short_
            .computeIfAbsent(shard.batch().id(), _ -> new LinkedHashMap<>())
            .put(shard.asset(), left.negate());
      }
    }
    if (!covered.isEmpty()) {
      insert(tx, dao, covered);
    }
    tell(tx, shards, short_);
    return covered.size();
  }

  private void insert(Handle tx, PlanDao dao, List<PlannedShard> shards) {
    var now = ground.clock().instant();
    var ids =
        dao.insert(
            texts(shards, shard -> shard.batch().id().text()),
            texts(shards, shard -> shard.batch().statement().toString()),
            texts(shards, shard -> shard.asset().toString()),
            texts(shards, Planning::arrayText),
            texts(shards, shard -> shard.total().toString()),
            shards.stream().mapToInt(PlannedShard::itemGas).toArray(),
            shards.stream().mapToInt(PlannedShard::gasLimit).toArray(),
            now);
    var all = ids.toArray(Long[]::new);
    int _ = dao.place(all);
    int _ = dao.hold(all, now);
    if (dao.settledMeanwhile(all) > 0) {
      throw new IllegalStateException("a leaf was settled while it was planned; read again");
    }
    ground.shards().planned(tx, ids);
  }

  private static String arrayText(PlannedShard shard) {
    return "{" + String.join(",", shard.leaves().stream().map(String::valueOf).toList()) + "}";
  }

  private static String[] texts(
      List<PlannedShard> shards, java.util.function.Function<PlannedShard, String> field) {
    return shards.stream().map(field).toArray(String[]::new);
  }

  private void tell(
      Handle tx, List<PlannedShard> shards, Map<BatchId, Map<AssetId, BigInteger>> missing) {
    var going =
        shards.stream()
            .map(shard -> shard.batch().id())
            .distinct()
            .filter(batch -> !missing.containsKey(batch))
            .toList();
    ground.waits().end(tx, going, name());
    missing.forEach(
        (batch, assets) -> {
          var texts = assets.entrySet().stream().map(e -> text(e.getKey(), e.getValue())).toList();
          ground
              .waits()
              .say(tx, batch, name(), "FUNDS_SHORT", "short " + String.join(" and ", texts));
        });
  }

  private String text(AssetId id, BigInteger units) {
    return policy
        .asset(id)
        .map(a -> new BigDecimal(units, a.decimals()).toPlainString() + " " + a.symbol())
        .orElse(units + " of " + id);
  }
}
