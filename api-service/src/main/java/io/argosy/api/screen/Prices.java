package io.argosy.api.screen;

import io.argosy.model.AssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What the market says of a number of assets. */
public sealed interface Prices {
  /** Every one of them has a fresh price. */
  record Fresh(Map<AssetId, Ceiling> ceilings) implements Prices {
    public Fresh {
      ceilings = Map.copyOf(ceilings);
    }
  }

  /** These pairs have none, so nothing is told. */
  record Stale(List<String> pairs) implements Prices {
    public Stale {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * The most units of an asset that are not held.
   *
   * @param why says the sum, the price and its time
   */
  record Ceiling(BigInteger units, String why) {}
}
