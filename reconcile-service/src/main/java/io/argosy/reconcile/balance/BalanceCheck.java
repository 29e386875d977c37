package io.argosy.reconcile.balance;

import io.argosy.model.AssetId;
import io.argosy.reconcile.match.Break;
import io.argosy.reconcile.match.BreakClass;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A treasury's balance of one asset over a range of final blocks. An outflow is a fall in the
 * balance; only payments that people signed explain it, so a transfer that left no event is found
 * as well. All figures are base units.
 *
 * @param inflows finalized transfers to the treasury in the range
 * @param explained finalized payments of signed leaves in the range
 */
public record BalanceCheck(
    String treasury,
    AssetId asset,
    BigInteger before,
    BigInteger after,
    BigInteger inflows,
    BigInteger explained,
    long block) {

  /** The break that the difference is, if there is one. */
  public Optional<Break> difference() {
    BigInteger expected = before.add(inflows).subtract(explained);
    int sign = after.compareTo(expected);
    if (sign == 0) {
      return Optional.empty();
    }
    boolean gone = sign < 0;
    return Optional.of(
        new Break(
            gone ? BreakClass.UNKNOWN_OUTFLOW : BreakClass.UNEXPECTED_INFLOW,
            treasury,
            Optional.of(asset),
            expected,
            after,
            block,
            gone
                ? "the treasury holds less than signed statements explain"
                : "the treasury holds more than known transfers explain"));
  }
}
