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

  /** Whether a statement's totals fit into a day so many times more. */
  void require(Statement statement, String day, long times) throws Denial {
    for (var total : statement.totals()) {
      var asset =
          policy
              .asset(total.asset())
              .orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, total.asset().toString()));
      var more = total.units().multiply(BigInteger.valueOf(times));
      var used = journal.used(day, total.asset()).add(more);
      unless(
          used.compareTo(asset.dayLimit()) <= 0,
          Why.LIMIT_EXCEEDED,
          "day's limit of " + asset.symbol());
    }
  }
}
