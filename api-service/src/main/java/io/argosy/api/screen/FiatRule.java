package io.argosy.api.screen;

import io.argosy.custodycore.Policy;
import io.argosy.model.AssetId;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Holds a payout that is worth more than a sum of money. Where it has no fresh price it has no
 * answer, and whoever asks must wait. Thread-safe.
 */
public final class FiatRule {
  private final String currency;
  private final BigDecimal holdAbove;
  private final Map<AssetId, Priced> assets = new LinkedHashMap<>();
  private final QuoteBook book;

  private record Priced(Policy.Asset asset, String pair) {}

  /**
   * Makes the rule.
   *
   * @param currency such as USD
   * @param holdAbove in whole units of the currency
   * @param pairs the pair that prices each symbol, one for every asset of the policy
   */
  public FiatRule(
      String currency,
      BigDecimal holdAbove,
      Map<String, String> pairs,
      Policy policy,
      QuoteBook book) {
    this.currency = currency;
    this.holdAbove = holdAbove;
    this.book = book;
    for (var asset : policy.assets()) {
      String pair = pairs.get(asset.symbol());
      if (pair == null) {
        throw new IllegalArgumentException("no pair prices " + asset.symbol());
      }
      assets.put(asset.id(), new Priced(asset, pair));
    }
  }

  /** Answers for these assets together, or for none of them; one that nobody lists is left out. */
  public Prices prices(Collection<AssetId> needed) {
    var ceilings = new LinkedHashMap<AssetId, Prices.Ceiling>();
    var stale = new TreeSet<String>();
    assets.forEach(
        (id, priced) -> {
          if (needed.contains(id)) {
            book.fresh(priced.pair())
                .ifPresentOrElse(
                    quote -> ceilings.put(id, ceiling(priced, quote)),
                    () -> stale.add(priced.pair()));
          }
        });
    return stale.isEmpty() ? new Prices.Fresh(ceilings) : new Prices.Stale(List.copyOf(stale));
  }

  /** Whether every asset has a fresh price now, so that an order of any of them can be taken. */
  public boolean isComplete() {
    return prices(assets.keySet()) instanceof Prices.Fresh;
  }

  /** At the asked price, the higher one: what it would cost to buy what is paid away. */
  private Prices.Ceiling ceiling(Priced priced, Quote quote) {
    var units =
        holdAbove
            .movePointRight(priced.asset().decimals())
            .divideToIntegralValue(quote.ask())
            .toBigInteger();
    var why =
        "worth more than %s %s at %s %s of %s"
            .formatted(
                holdAbove.toPlainString(),
                currency,
                quote.ask().toPlainString(),
                quote.pair(),
                quote.asOf());
    return new Prices.Ceiling(units, why);
  }
}
