package io.argosy.model;

import java.math.BigInteger;

/** A sum of one asset in its base units (wei, satoshi): 0 to 2^256 - 1. */
public record Amount(AssetId asset, BigInteger units) {
  public Amount {
    if (units.signum() < 0 || units.bitLength() > 256) {
      throw new IllegalArgumentException("not a uint256: " + units);
    }
  }
}
