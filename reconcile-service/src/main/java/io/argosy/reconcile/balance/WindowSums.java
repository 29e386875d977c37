package io.argosy.reconcile.balance;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.reconcile.match.ClaimMatch;
import io.argosy.reconcile.match.ClaimMatch.Proven;
import io.argosy.reconcile.match.SignedLeaf;
import io.argosy.reconcile.match.TokenTransfer;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Adds up what a window says about one treasury and asset, in base units. */
final class WindowSums {
  private WindowSums() {}

  /** The check of one treasury and asset. */
  static BalanceCheck check(Window window, Window.Span span, ClaimMatch.Result match) {
    var proven = Stream.concat(match.payments().stream(), match.duplicates().stream()).toList();
    BigInteger explained =
        sum(
            proven.stream().map(Proven::leaf).filter(l -> isOf(span, l.treasury(), l.asset())),
            SignedLeaf::units);
    BigInteger stray =
        sum(
            match.strays().stream()
                .filter(log -> log.asset().equals(span.asset()))
                .filter(log -> log.sender().equals(span.treasury().address())),
            TokenTransfer::units);
    return new BalanceCheck(
        span.treasury(),
        span.asset(),
        span.before(),
        span.after(),
        span.asset().token().isPresent()
            ? tokenInflows(window, span)
            : coinInflows(window, span, proven),
        explained,
        stray,
        window.from(),
        window.to());
  }

  private static boolean isOf(Window.Span span, AccountId treasury, AssetId asset) {
    return span.treasury().equals(treasury) && span.asset().equals(asset);
  }

  private static BigInteger tokenInflows(Window window, Window.Span span) {
    return sum(
        window.transfers().stream()
            .filter(log -> log.asset().equals(span.asset()))
            .filter(log -> log.recipient().equals(span.treasury().address())),
        TokenTransfer::units);
  }

  /** Coin leaves no log, so what another treasury of ours paid in is known from its leaf. */
  private static BigInteger coinInflows(Window window, Window.Span span, List<Proven> proven) {
    BigInteger brought =
        sum(
            window.coinInflows().stream().filter(in -> in.treasury().equals(span.treasury())),
            Window.CoinInflow::units);
    return brought.add(
        sum(
            proven.stream()
                .map(Proven::leaf)
                .filter(leaf -> leaf.asset().equals(span.asset()))
                .filter(leaf -> leaf.recipient().equals(span.treasury().address())),
            SignedLeaf::units));
  }

  static <T> BigInteger sum(Stream<T> rows, Function<T, BigInteger> units) {
    return rows.map(units).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
