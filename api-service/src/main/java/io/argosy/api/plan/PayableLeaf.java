package io.argosy.api.plan;

import io.argosy.model.AssetId;
import java.math.BigInteger;

/**
 * A leaf that stands in no open shard and is not settled.
 *
 * @param tries shards that it stood in before; a leaf that failed does not stop fresh ones
 */
record PayableLeaf(PayableBatch batch, int leaf, AssetId asset, BigInteger amount, int tries) {}
