package io.argosy.api.receive;

import io.argosy.custodycore.Policy;
import io.argosy.model.AssetId;
import java.util.List;
import java.util.function.Predicate;

/**
 * An asset that the registry lists.
 *
 * @param decimals digits after the point of one whole unit, 0 to 36
 */
public record KnownAsset(String symbol, AssetId id, int decimals) {
  /** What a policy lists. */
  public static List<KnownAsset> of(Policy policy) {
    return policy.assets().stream()
        .map(asset -> new KnownAsset(asset.symbol(), asset.id(), asset.decimals()))
        .toList();
  }

  /** Whether this is its CAIP-19 name. */
  boolean hasName(String text) {
    return id.toString().equals(text);
  }

  static Checked<KnownAsset> find(List<KnownAsset> assets, Predicate<KnownAsset> wanted) {
    for (var asset : assets) {
      if (wanted.test(asset)) {
        return Checked.good(asset);
      }
    }
    var symbols = assets.stream().map(KnownAsset::symbol).toList();
    return Checked.bad(RowReason.ASSET_UNKNOWN, "write one of " + String.join(", ", symbols));
  }
}
