package io.argosy.api.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardSizesTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final AssetId TOKEN = AssetId.token(CHAIN, Address.of(new byte[20]));
  private static final AssetId COIN = AssetId.coin(CHAIN);
  private static final PayableBatch BATCH =
      new PayableBatch(new BatchId("b"), Digest32.of(new byte[32]), Instant.EPOCH);
  private static final ShardSizes SIZES = new ShardSizes(500, 100_000, 50_000, GasSchedule.OSAKA);
  private static final long BLOCK_SHARE = 30_000_000;

  private static List<PayableLeaf> leaves(int from, int to, AssetId asset, int tries) {
    return IntStream.range(from, to)
        .mapToObj(leaf -> new PayableLeaf(BATCH, leaf, asset, BigInteger.TWO, tries))
        .toList();
  }

  @Test
  void noShardIsLargerThanTheSettingTheTransactionsCapOrTheBlocksShare() {
    var tokens = SIZES.cut(leaves(0, 1_200, TOKEN, 0), BLOCK_SHARE);
    var coins = SIZES.cut(leaves(0, 1_200, COIN, 0), BLOCK_SHARE);
    var small = SIZES.cut(leaves(0, 100, TOKEN, 0), 1_000_000);

    assertThat(tokens).extracting(shard -> shard.leaves().size()).containsExactly(500, 500, 200);
    assertThat(coins).hasSizeGreaterThan(2);
    assertThat(tokens).allMatch(shard -> shard.gasLimit() <= 1 << 24);
    assertThat(coins).allMatch(shard -> shard.gasLimit() <= 1 << 24);
    assertThat(small).hasSizeGreaterThan(2).allMatch(shard -> shard.gasLimit() <= 1_000_000);
  }

  @Test
  void leavesThatFailedBeforeAndOtherAssetsStandInShardsOfTheirOwn() {
    var all = new ArrayList<PayableLeaf>();
    all.addAll(leaves(0, 2, TOKEN, 0));
    all.addAll(leaves(2, 3, TOKEN, 1));
    all.addAll(leaves(3, 5, COIN, 0));

    var shards = SIZES.cut(all, BLOCK_SHARE);

    assertThat(shards)
        .extracting(PlannedShard::leaves)
        .containsExactly(List.of(0, 1), List.of(2), List.of(3, 4));
  }

  @Test
  void everyLeafStandsInOneShardInRisingOrderAndTotalsAreTheirSums() {
    var mixed = new ArrayList<>(leaves(300, 800, TOKEN, 0));
    mixed.addAll(leaves(0, 300, TOKEN, 0));

    var shards = SIZES.cut(mixed, BLOCK_SHARE);

    assertThat(shards).allMatch(s -> s.leaves().equals(s.leaves().stream().sorted().toList()));
    assertThat(shards.stream().flatMap(shard -> shard.leaves().stream()))
        .hasSize(800)
        .doesNotHaveDuplicates();
    assertThat(shards).allMatch(s -> s.total().equals(BigInteger.valueOf(2L * s.leaves().size())));
  }
}
