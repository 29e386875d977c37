package io.argosy.chainclient;

import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A block's head.
 *
 * @param baseFee wei a gas
 */
public record Block(
    long number, Digest32 hash, Digest32 parent, Instant time, BigInteger baseFee, long gasLimit) {}
