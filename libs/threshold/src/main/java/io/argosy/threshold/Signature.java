package io.argosy.threshold;

/**
 * An ECDSA signature over secp256k1.
 *
 * @param bytes r (32, big-endian), s (32, big-endian, at most half the order), recovery id 0 or 1
 */
public record Signature(byte[] bytes) {
  public Signature {
    if (bytes.length != 65) {
      throw new IllegalArgumentException("r, s and a recovery id are 65 bytes");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
