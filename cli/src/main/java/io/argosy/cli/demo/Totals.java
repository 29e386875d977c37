package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.DevChain;
import io.argosy.model.AssetId;
import io.argosy.proto.payout.v1.Payout;
import io.argosy.proto.payout.v1.PayoutState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was finally paid, by asset, and between which blocks. */
final class Totals {
  private final List<Payout> completed;
  private final DevChain chain;

  Totals(List<Payout> payouts, DevChain chain) {
    this.completed =
        payouts.stream()
            .filter(payout -> payout.getState() == PayoutState.PAYOUT_STATE_COMPLETED)
            .toList();
    this.chain = chain;
  }

  String sums() {
    var units = new TreeMap<String, BigInteger>();
    for (Payout payout : completed) {
      units.merge(payout.getAsset(), new BigInteger(payout.getAmountUnits()), BigInteger::add);
    }
    return units.isEmpty()
        ? "nothing"
        : units.entrySet().stream().map(this::sum).collect(Collectors.joining(" · "));
  }

  private String sum(Map.Entry<String, BigInteger> units) {
    var asset = AssetId.parse(units.getKey());
    var amount = new BigDecimal(units.getValue(), chain.decimals(asset));
    return amount.stripTrailingZeros().toPlainString() + " " + chain.symbol(asset);
  }

  String blocks() {
    var blocks = completed.stream().mapToLong(Payout::getBlockNumber).summaryStatistics();
    return blocks.getCount() == 0
        ? "none"
        : "%d to %d, %d deep to be final"
            .formatted(blocks.getMin(), blocks.getMax(), Deployment.FINALITY_DEPTH);
  }
}
