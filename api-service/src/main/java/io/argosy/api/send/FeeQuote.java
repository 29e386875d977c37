package io.argosy.api.send;

import io.argosy.chain.Transaction.Fees;
import io.argosy.chainclient.Block;
import java.math.BigInteger;

/** What a gas is offered (EIP-1559). */
final class FeeQuote {
  /** 0.1 gwei for whoever builds the block. */
  private static final BigInteger PRIORITY = BigInteger.valueOf(100_000_000);

  private FeeQuote() {}

  /** Room for the base fee to double, as five full blocks in a row do not (EIP-1559). */
  static Fees after(Block head) {
    return new Fees(PRIORITY, head.baseFee().shiftLeft(1).add(PRIORITY));
  }

  /**
   * At least an eighth more than before on both, which every pool takes for a replacement
   * (go-ethereum asks for 10 %), and at least what a fresh one would offer.
   */
  static Fees raised(Fees before, Block head) {
    var fresh = after(head);
    var priority = eighthMore(before.maxPriority()).max(fresh.maxPriority());
    return new Fees(priority, eighthMore(before.max()).max(fresh.max()).max(priority));
  }

  private static BigInteger eighthMore(BigInteger fee) {
    return fee.add(fee.add(BigInteger.valueOf(7)).shiftRight(3));
  }
}
