package io.argosy.reconcile.balance;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import io.argosy.reconcile.match.Claim;
import io.argosy.reconcile.match.ClaimMatch;
import io.argosy.reconcile.match.ClaimMatch.Proven;
import io.argosy.reconcile.match.LeafRef;
import io.argosy.reconcile.match.SignedLeaf;
import io.argosy.reconcile.match.TokenTransfer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a window comes to: which claims are payments, and which money left unexplained. One theft is
 * one break: a stray log, a false claim and the fall in the balance are told together.
 */
record Judgement(List<Proven> payments, List<Break> breaks) {
  Judgement {
    payments = List.copyOf(payments);
    breaks = List.copyOf(breaks);
  }

  /**
   * Judges a window.
   *
   * @param signed leaves that count as signed
   * @param paidBefore leaves that earlier windows paid
   */
  static Judgement of(Window window, Map<LeafRef, SignedLeaf> signed, Set<LeafRef> paidBefore) {
    Predicate<TokenTransfer> leaves =
        log -> window.spans().stream().anyMatch(s -> s.treasury().address().equals(log.sender()));
    var match =
        ClaimMatch.of(
            window.claims(),
            signed,
            window.transfers().stream().filter(leaves).toList(),
            paidBefore);
    var breaks = new ArrayList<Break>();
    window.spans().stream()
        .map(span -> WindowSums.check(window, span, match))
        .flatMap(check -> check.difference().stream())
        .map(found -> withTransactions(window, match, found))
        .forEach(breaks::add);
    dropFeesOfTheSameTheft(window, breaks);
    match.duplicates().stream().map(Judgement::duplicate).forEach(breaks::add);
    match.unproven().stream()
        .filter(claim -> claim.kind() == Claim.Kind.PAID)
        .filter(claim -> !outflow(breaks, claim.treasury(), claim.asset()))
        .map(Judgement::nothingMoved)
        .forEach(breaks::add);
    return new Judgement(match.payments(), breaks);
  }

  private static boolean outflow(List<Break> breaks, AccountId treasury, AssetId asset) {
    return breaks.stream()
        .filter(each -> each.breakClass() == BreakClass.UNKNOWN_OUTFLOW)
        .anyMatch(
            each ->
                each.treasury().equals(Optional.of(treasury))
                    && each.asset().equals(Optional.of(asset)));
  }

  /** Names the transactions that a person should look at first. */
  private static Break withTransactions(Window window, ClaimMatch.Result match, Break found) {
    if (found.breakClass() != BreakClass.UNKNOWN_OUTFLOW) {
      return found;
    }
    var suspects =
        Stream.of(
                match.strays().stream()
                    .filter(log -> found.asset().equals(Optional.of(log.asset())))
                    .map(log -> log.at().transaction()),
                match.unproven().stream()
                    .filter(claim -> found.asset().equals(Optional.of(claim.asset())))
                    .map(claim -> claim.at().transaction()),
                window.ownCosts().stream()
                    .filter(cost -> found.treasury().equals(Optional.of(cost.treasury())))
                    .map(Window.OwnCost::transaction))
            .flatMap(Function.identity())
            .distinct()
            .limit(3)
            .map(transaction -> "0x" + transaction)
            .toList();
    return suspects.isEmpty()
        ? found
        : explained(found, found.explanation() + "; see " + String.join(", ", suspects));
  }

  private static Break explained(Break found, String explanation) {
    return new Break(
        found.breakClass(),
        found.subject(),
        found.treasury(),
        found.asset(),
        found.expectedUnits(),
        found.foundUnits(),
        found.block(),
        explanation);
  }

  /** A treasury that is made to send also pays that transaction's fee: part of the same theft. */
  private static void dropFeesOfTheSameTheft(Window window, List<Break> breaks) {
    breaks.removeIf(
        coin ->
            coin.breakClass() == BreakClass.UNKNOWN_OUTFLOW
                && coin.asset().filter(asset -> asset.token().isEmpty()).isPresent()
                && coin.expectedUnits().subtract(coin.foundUnits()).equals(fees(window, coin))
                && breaks.stream()
                    .filter(other -> !other.id().equals(coin.id()))
                    .filter(other -> other.breakClass() == BreakClass.UNKNOWN_OUTFLOW)
                    .anyMatch(other -> other.treasury().equals(coin.treasury())));
  }

  private static BigInteger fees(Window window, Break coin) {
    return WindowSums.sum(
        window.ownCosts().stream()
            .filter(cost -> coin.treasury().equals(Optional.of(cost.treasury()))),
        Window.OwnCost::units);
  }

  private static Break duplicate(Proven again) {
    Claim claim = again.claim();
    return new Break(
        BreakClass.DUPLICATE_PAYOUT,
        claim.leaf() + " in " + claim.at().transaction(),
        Optional.of(claim.treasury()),
        Optional.of(claim.asset()),
        BigInteger.ZERO,
        again.leaf().units(),
        claim.at().block(),
        "this leaf was paid before; the treasury no longer runs the executor that people know");
  }

  private static Break nothingMoved(Claim claim) {
    return new Break(
        BreakClass.AMOUNT_MISMATCH,
        claim.leaf() + " in " + claim.at().transaction(),
        Optional.of(claim.treasury()),
        Optional.of(claim.asset()),
        BigInteger.ZERO,
        BigInteger.ZERO,
        claim.at().block(),
        "the treasury says that it paid this leaf; no signed leaf and token log prove it, and its"
            + " balance did not fall");
  }
}
