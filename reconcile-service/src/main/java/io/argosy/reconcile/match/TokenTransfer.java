package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import java.math.BigInteger;

/** A registered token's own log, in base units. */
public record TokenTransfer(
    AssetId asset, Address sender, Address recipient, BigInteger units, Evidence at) {}
