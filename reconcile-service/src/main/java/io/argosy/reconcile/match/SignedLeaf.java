package io.argosy.reconcile.match;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import java.math.BigInteger;

/**
 * What people ordered, as daemons tell it: base units of an asset, from a treasury, to somebody.
 */
public record SignedLeaf(
    LeafRef leaf, AccountId treasury, AssetId asset, Address recipient, BigInteger units) {}
