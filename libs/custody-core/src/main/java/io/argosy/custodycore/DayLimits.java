package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.Statement;
import java.math.BigInteger;

/** The policy's limits of what all statements of one UTC day may take of each asset. */
final class DayLimits {
  private final Journal journal;
  private final Policy policy;

  DayLimits(Journal journal, Policy policy) {
    this.journal = journal;
    this.policy = policy;
  }

  /** Whether a statement fits into a day with this weight, beside all others. */
  void require(Statement statement, String day, long weight) throws Denial {
    for (var total : statement.totals()) {
      var asset =
          policy
              .asset(total.asset())
              .orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, total.asset().toString()));
      var used = journal.used(day, total.asset());
      var units = total.units().multiply(BigInteger.valueOf(weight));
      used.merge(statement.hash().toString(), units, BigInteger::max);
      unless(
          used.values().stream()
                  .reduce(BigInteger.ZERO, BigInteger::add)
                  .compareTo(asset.dayLimit())
              <= 0,
          Why.LIMIT_EXCEEDED,
          "day's limit of " + asset.symbol());
    }
  }
}
