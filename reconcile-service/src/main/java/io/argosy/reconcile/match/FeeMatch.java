package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds what lanes' transactions cost on chain against the fees in the ledger. */
public final class FeeMatch {
  /**
   * What a transaction cost its lane, as one source tells it.
   *
   * @param units wei
   */
  public record Fee(Digest32 transaction, Address lane, BigInteger units, long block) {}

  /** A row of the ledger, at its position. */
  public record Row(long position, Fee fee) {}

  /**
   * What may still differ.
   *
   * @param young transactions that are final for less than the booking lag
   * @param ahead transactions whose row tells a block that is not followed yet
   */
  public record Allowance(Set<Digest32> young, Set<Digest32> ahead) {}

  /**
   * What was compared and what differed.
   *
   * @param matched positions of the rows that agree, by transaction
   */
  public record Result(Map<Digest32, Long> matched, List<Break> breaks) {
    public Result {
      matched = Map.copyOf(matched);
      breaks = List.copyOf(breaks);
    }
  }

  private FeeMatch() {}

  /**
   * Compares.
   *
   * @param coin the chain's coin, for the breaks
   * @param chain costs that no row was matched to
   * @param rows that matched nothing yet, by position
   */
  public static Result of(AssetId coin, List<Fee> chain, List<Row> rows, Allowance allowance) {
    var matched = new HashMap<Digest32, Long>();
    var breaks = new ArrayList<Break>();
    var costs = new HashMap<Digest32, Fee>();
    chain.forEach(fee -> costs.put(fee.transaction(), fee));
    for (Row row : rows) {
      Fee told = row.fee();
      var cost = Optional.ofNullable(costs.remove(told.transaction()));
      if (cost.filter(c -> c.units().equals(told.units()) && c.lane().equals(told.lane()))
          .isPresent()) {
        matched.put(told.transaction(), row.position());
      } else if (cost.isPresent() || !allowance.ahead().contains(told.transaction())) {
        var real = cost.map(Fee::units).orElse(BigInteger.ZERO);
        breaks.add(
            found(
                BreakClass.FEE_MISMATCH,
                coin,
                told,
                real,
                told.units(),
                "the ledger's fee of " + told.lane() + " is not what the receipt says"));
      }
    }
    costs.values().stream()
        .filter(cost -> !allowance.young().contains(cost.transaction()))
        .forEach(
            cost ->
                breaks.add(
                    found(
                        BreakClass.TIMING,
                        coin,
                        cost,
                        cost.units(),
                        BigInteger.ZERO,
                        "the lane " + cost.lane() + " paid a fee that the ledger has not booked")));
    return new Result(matched, breaks);
  }

  private static Break found(
      BreakClass kind, AssetId coin, Fee about, BigInteger expected, BigInteger found, String why) {
    return new Break(
        kind,
        "fee of " + about.transaction(),
        Optional.empty(),
        Optional.of(coin),
        expected,
        found,
        about.block(),
        why);
  }
}
