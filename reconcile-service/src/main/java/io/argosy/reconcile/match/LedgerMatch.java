package io.argosy.reconcile.match;

import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the ledger's rows against the payments that chain and signed leaves prove. The ledger
 * explains nothing: it is only told where it differs.
 */
public final class LedgerMatch {
  /** A row of the ledger, at its position. */
  public record Row(long position, Payment payment) {}

  /**
   * What may still differ.
   *
   * @param young leaves whose payment is final for less than the booking lag
   * @param ahead leaves whose row tells a block that is not judged yet
   * @param reported leaves whose claim is unproven: the balance check speaks of their money
   * @param booked leaves that an earlier row was matched to
   */
  public record Allowance(
      Set<LeafRef> young, Set<LeafRef> ahead, Set<LeafRef> reported, Set<LeafRef> booked) {}

  /**
   * What was compared and what differed.
   *
   * @param matched positions of the rows that agree, by leaf
   */
  public record Result(Map<LeafRef, Long> matched, List<Break> breaks) {
    public Result {
      matched = Map.copyOf(matched);
      breaks = List.copyOf(breaks);
    }
  }

  private final Map<LeafRef, Long> matched = new HashMap<>();
  private final List<Break> breaks = new ArrayList<>();

  private LedgerMatch() {}

  /**
   * Compares.
   *
   * @param chain proven payments: all that no row was matched to, and those that rows speak of
   * @param rows the ledger's rows that matched nothing yet, by position
   */
  public static Result of(List<Payment> chain, List<Row> rows, Allowance allowance) {
    var match = new LedgerMatch();
    var payments = new HashMap<LeafRef, Payment>();
    chain.forEach(payment -> payments.put(payment.leaf(), payment));
    var told = new HashMap<LeafRef, Row>();
    for (Row row : rows) {
      LeafRef leaf = row.payment().leaf();
      if (allowance.booked().contains(leaf) || told.putIfAbsent(leaf, row) != null) {
        match.found(
            BreakClass.LEDGER_INVARIANT,
            row.payment(),
            BigInteger.ZERO,
            row.payment().units(),
            "the ledger booked this leaf twice; position " + row.position());
      } else {
        match.row(row, Optional.ofNullable(payments.get(leaf)), allowance);
      }
    }
    chain.stream()
        .filter(payment -> !told.containsKey(payment.leaf()))
        .filter(payment -> !allowance.booked().contains(payment.leaf()))
        .filter(payment -> !allowance.young().contains(payment.leaf()))
        .forEach(
            payment ->
                match.found(
                    BreakClass.TIMING,
                    payment,
                    payment.units(),
                    BigInteger.ZERO,
                    "paid and final, and the ledger has not booked it within its lag"));
    return new Result(match.matched, match.breaks);
  }

  private void row(Row row, Optional<Payment> payment, Allowance allowance) {
    LeafRef leaf = row.payment().leaf();
    if (payment.isEmpty()) {
      if (!allowance.ahead().contains(leaf) && !allowance.reported().contains(leaf)) {
        found(
            BreakClass.MISSING_ON_CHAIN,
            row.payment(),
            row.payment().units(),
            BigInteger.ZERO,
            "the ledger says paid and final, no final block says so");
      }
    } else if (payment.get().saysTheSameAs(row.payment())) {
      matched.put(leaf, row.position());
    } else {
      found(
          BreakClass.AMOUNT_MISMATCH,
          row.payment(),
          payment.get().units(),
          row.payment().units(),
          "the ledger booked something else than was signed and paid: " + payment.get());
    }
  }

  private void found(
      BreakClass kind, Payment about, BigInteger expected, BigInteger found, String why) {
    breaks.add(
        new Break(
            kind,
            about.leaf().toString(),
            Optional.empty(),
            Optional.of(about.asset()),
            expected,
            found,
            about.block(),
            why));
  }
}
