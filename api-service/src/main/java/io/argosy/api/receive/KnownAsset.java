package io.argosy.api.receive;

import io.argosy.model.AssetId;

/**
 * An asset that the registry lists.
 *
 * @param decimals digits after the point of one whole unit, 0 to 36
 */
public record KnownAsset(String symbol, AssetId id, int decimals) {}
