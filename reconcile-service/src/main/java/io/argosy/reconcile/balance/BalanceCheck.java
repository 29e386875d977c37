package io.argosy.reconcile.balance;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A treasury's balance of one asset over a window of final blocks. An outflow is a fall in the
 * balance; only payments that people signed explain it, so a transfer that left no event is found
 * as well. All figures are base units.
 *
 * @param inflows finalized transfers to the treasury in the window
 * @param explained finalized payments of signed leaves in the window
 * @param stray logs of money leaving that no signed leaf explains; money that came in unseen does
 *     not make up for them
 * @param from the first block of the window; the last one holds the balance after
 */
public record BalanceCheck(
    AccountId treasury,
    AssetId asset,
    BigInteger before,
    BigInteger after,
    BigInteger inflows,
    BigInteger explained,
    BigInteger stray,
    long from,
    long to) {

  BigInteger expected() {
    return before.add(inflows).subtract(explained);
  }

  /** The break that the difference is, if there is one; its subject is stable. */
  public Optional<Break> difference() {
    BigInteger gap = expected().subtract(after);
    if (gap.signum() > 0 || stray.signum() > 0) {
      return Optional.of(
          found(
              BreakClass.UNKNOWN_OUTFLOW,
              gap.max(stray)
                  + " base units left the treasury and no signed leaf explains them; find out who"
                  + " moved them before anybody thaws the treasury"));
    }
    return gap.signum() == 0
        ? Optional.empty()
        : Optional.of(
            found(
                BreakClass.UNEXPECTED_INFLOW,
                gap.negate() + " base units more than known transfers brought"));
  }

  private Break found(BreakClass kind, String why) {
    return new Break(
        kind,
        treasury + " " + asset + " from block " + from,
        Optional.of(treasury),
        Optional.of(asset),
        expected(),
        after,
        to,
        why + " (blocks " + from + " to " + to + ")");
  }
}
