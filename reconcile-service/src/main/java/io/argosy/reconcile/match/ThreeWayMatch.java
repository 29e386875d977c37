package io.argosy.reconcile.match;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds chain, ledger and signed statements against each other, payment by payment. Only a signed
 * statement explains a payment; the ledger never does, its lag is a TIMING break.
 */
public final class ThreeWayMatch {
  /** What was compared and what differed. */
  public record Result(long matched, List<Break> breaks) {
    public Result {
      breaks = List.copyOf(breaks);
    }
  }

  private final Map<LeafRef, Payment> signed;
  private final List<Break> breaks = new ArrayList<>();

  private ThreeWayMatch(Map<LeafRef, Payment> signed) {
    this.signed = signed;
  }

  /**
   * Compares the three sources.
   *
   * @param signed leaves of the statements that people signed, as every daemon holds them
   * @param chain finalized payments of the executor, in chain order
   * @param ledger the ledger's rows that say paid and final
   */
  public static Result of(
      Map<LeafRef, Payment> signed, List<Payment> chain, Map<LeafRef, Payment> ledger) {
    return new ThreeWayMatch(signed).run(chain, ledger);
  }

  private Result run(List<Payment> chain, Map<LeafRef, Payment> ledger) {
    Map<LeafRef, Payment> paid = new LinkedHashMap<>();
    for (Payment payment : chain) {
      if (paid.putIfAbsent(payment.leaf(), payment) != null) {
        found(BreakClass.DUPLICATE_PAYOUT, payment, BigInteger.ZERO, "this leaf was paid before");
      }
    }
    long matched = paid.values().stream().filter(payment -> agrees(payment, ledger)).count();
    ledger.values().stream()
        .filter(row -> !paid.containsKey(row.leaf()))
        .forEach(
            row ->
                breaks.add(
                    new Break(
                        BreakClass.MISSING_ON_CHAIN,
                        row.leaf().toString(),
                        Optional.of(row.asset()),
                        row.units(),
                        BigInteger.ZERO,
                        0,
                        "the ledger says paid and final, no final block says so")));
    return new Result(matched, breaks);
  }

  private boolean agrees(Payment payment, Map<LeafRef, Payment> ledger) {
    Payment leaf = signed.get(payment.leaf());
    if (leaf == null) {
      return found(
          BreakClass.UNKNOWN_OUTFLOW,
          payment,
          BigInteger.ZERO,
          "no statement that people signed has this leaf");
    }
    if (!payment.saysTheSameAs(leaf)) {
      return found(
          BreakClass.UNKNOWN_OUTFLOW, payment, leaf.units(), "it is not what people signed");
    }
    Payment row = ledger.get(payment.leaf());
    if (row == null) {
      return found(BreakClass.TIMING, payment, payment.units(), "the ledger has not booked it yet");
    }
    return payment.saysTheSameAs(row)
        || found(
            BreakClass.AMOUNT_MISMATCH, payment, row.units(), "the ledger booked something else");
  }

  /** Notes the break and answers false, so that a comparison can end with it. */
  private boolean found(BreakClass kind, Payment payment, BigInteger expected, String why) {
    breaks.add(
        new Break(
            kind,
            payment.leaf().toString(),
            Optional.of(payment.asset()),
            expected,
            payment.units(),
            payment.block(),
            why));
    return false;
  }
}
