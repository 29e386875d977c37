package io.argosy.reconcile.match;

import io.argosy.model.AssetId;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One finding. Units are base units of the asset; the block is that of the evidence, 0 without one.
 *
 * @param subject what it is about: {@code statement/leaf}, a transaction, an account
 * @param explanation a sentence for a person
 */
public record Break(
    BreakClass breakClass,
    String subject,
    Optional<AssetId> asset,
    BigInteger expectedUnits,
    BigInteger foundUnits,
    long block,
    String explanation) {}
