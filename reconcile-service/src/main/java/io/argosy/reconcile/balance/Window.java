package io.argosy.reconcile.balance;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.match.Claim;
import io.argosy.reconcile.match.TokenTransfer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * The final blocks between two looks at the balances, and all that they say about treasuries.
 *
 * @param from the first block; the balances before are those after the block before it
 * @param seenAt when the last block was stored
 * @param transfers logs of registered tokens out of and into treasuries
 */
record Window(
    long from,
    long to,
    Instant seenAt,
    List<Span> spans,
    List<Claim> claims,
    List<TokenTransfer> transfers,
    List<CoinInflow> coinInflows,
    List<OwnCost> ownCosts) {

  /** A treasury's balances of an asset before and after, in base units. */
  record Span(AccountId treasury, AssetId asset, BigInteger before, BigInteger after) {}

  /** Coin that a transaction brought to a treasury, in wei. */
  record CoinInflow(AccountId treasury, BigInteger units) {}

  /** What a transaction that the treasury itself sent cost it, in wei; it never should send one. */
  record OwnCost(AccountId treasury, Digest32 transaction, BigInteger units) {}

  Window {
    spans = List.copyOf(spans);
    claims = List.copyOf(claims);
    transfers = List.copyOf(transfers);
    coinInflows = List.copyOf(coinInflows);
    ownCosts = List.copyOf(ownCosts);
  }
}
