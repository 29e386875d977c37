package io.argosy.api.plan;

import io.argosy.model.AssetId;
import java.math.BigInteger;
import java.util.List;

/**
 * Leaves that one transaction is to pay.
 *
 * @param leaves strictly increasing
 * @param gasLimit of the transaction
 */
record PlannedShard(
    PayableBatch batch,
    AssetId asset,
    List<Integer> leaves,
    BigInteger total,
    int itemGas,
    int gasLimit) {
  PlannedShard {
    leaves = List.copyOf(leaves);
  }
}
