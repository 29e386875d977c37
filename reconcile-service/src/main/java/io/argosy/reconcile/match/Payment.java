package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import java.math.BigInteger;

/**
 * One payment as one source tells it: a finalized token log under the executor's event, a ledger's
 * outcome row, or a leaf of a statement that people signed.
 *
 * @param units base units of the asset, positive
 * @param block block number of the evidence, 0 for a source that has none
 */
public record Payment(
    LeafRef leaf, AssetId asset, Address recipient, BigInteger units, long block) {
  boolean saysTheSameAs(Payment other) {
    return asset.equals(other.asset)
        && recipient.equals(other.recipient)
        && units.equals(other.units);
  }
}
