package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;

/**
 * One payment as one source tells it: chain and signed leaf together, or a row of the ledger.
 *
 * @param units base units of the asset, positive
 * @param block number of the block that holds it
 */
public record Payment(
    LeafRef leaf,
    AssetId asset,
    Address recipient,
    BigInteger units,
    long block,
    Digest32 transaction) {
  boolean saysTheSameAs(Payment other) {
    return asset.equals(other.asset)
        && recipient.equals(other.recipient)
        && units.equals(other.units);
  }
}
