package io.argosy.api.plan;

import io.argosy.model.AssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large a shard may be.
 *
 * @param mostPayouts leaves at most
 * @param itemGasToken what a token's call is given, within the policy's bounds
 * @param itemGasCoin what a coin's call is given, within the policy's bounds
 */
public record ShardSizes(int mostPayouts, int itemGasToken, int itemGasCoin, GasSchedule schedule) {
  /** Leaves of one batch and asset, first tries and retries apart. */
  private record Group(PayableBatch batch, AssetId asset, boolean retry) {}

  /**
   * Cuts leaves into shards, in their order.
   *
   * @param blockShare gas that one transaction may take of a block
   */
  List<PlannedShard> cut(List<PayableLeaf> leaves, long blockShare) {
    Map<Group, List<PayableLeaf>> groups = new LinkedHashMap<>();
    for (var leaf : leaves) {
      var group = new Group(leaf.batch(), leaf.asset(), leaf.tries() > 0);
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(leaf);
    }
    long most = Math.min(blockShare, schedule.transactionCap());
    var shards = new ArrayList<PlannedShard>();
    groups.forEach((group, of) -> cut(group, of, most, shards));
    return shards;
  }

  private void cut(Group group, List<PayableLeaf> of, long most, List<PlannedShard> shards) {
    var open = new ArrayList<PayableLeaf>();
    var words = new HashSet<Integer>();
    for (var leaf : of) {
      words.add(leaf.leaf() >> 8);
      boolean full =
          open.size() == mostPayouts
              || schedule.limit(
                      group.asset(), open.size() + 1, words.size(), itemGas(group.asset()))
                  > most;
      if (full && !open.isEmpty()) {
        shards.add(shard(group, open));
        open.clear();
        words.clear();
        words.add(leaf.leaf() >> 8);
      }
      open.add(leaf);
    }
    shards.add(shard(group, open));
  }

  private int itemGas(AssetId asset) {
    return asset.token().isPresent() ? itemGasToken : itemGasCoin;
  }

  private PlannedShard shard(Group group, List<PayableLeaf> of) {
    var numbers = of.stream().map(PayableLeaf::leaf).sorted(Comparator.naturalOrder()).toList();
    int words = (int) numbers.stream().map(number -> number >> 8).distinct().count();
    int itemGas = itemGas(group.asset());
    return new PlannedShard(
        group.batch(),
        group.asset(),
        numbers,
        of.stream().map(PayableLeaf::amount).reduce(BigInteger.ZERO, BigInteger::add),
        itemGas,
        schedule.limit(group.asset(), numbers.size(), words, itemGas));
  }
}
