package io.argosy.threshold;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;

/**
 * Points of secp256k1 by libsecp256k1: 33 bytes where they travel, 65 where we compute. A secret
 * meets a point only in calls that take constant time: times the generator, and the hashed product.
 */
final class Points {
  static final int COMPRESSED = 33;
  private static final Secp256k1 CURVE = Secp256k1.get();

  private Points() {}

  /** scalar * G; throws for zero, which no honest run meets. */
  static byte[] generator(byte[] scalar) {
    return CURVE.pubkeyCreate(scalar);
  }

  /** The same of a secret scalar, whose bytes are wiped. */
  static byte[] generator(long[] secret) {
    byte[] bytes = Scalars.bytes(secret);
    try {
      return generator(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** SHA-256 of the compressed scalar * point, in constant time. */
  static byte[] hashedProduct(byte[] scalar, byte[] point) {
    return CURVE.ecdh(scalar, point);
  }

  /** public scalar * point; not constant time. */
  static byte[] publicProduct(byte[] scalar, byte[] point) {
    return CURVE.pubKeyTweakMul(point, scalar);
  }

  /** a + b; throws where the sum is the point at infinity. */
  static byte[] add(byte[]... points) {
    return CURVE.pubKeyCombine(points);
  }

  /** a + b, or nothing where that is the point at infinity: for points that others sent. */
  static Optional<byte[]> sum(byte[]... points) {
    try {
      return Optional.of(add(points));
    } catch (Secp256k1Exception e) {
      return Optional.empty();
    }
  }

  static byte[] subtract(byte[] a, byte[] b) {
    return add(a, CURVE.pubKeyNegate(b));
  }

  static byte[] compress(byte[] point) {
    return CURVE.pubKeyCompress(point);
  }

  /** SHA-256 of the compressed point, as {@link #hashedProduct} gives it. */
  static byte[] hashed(byte[] point) {
    return Hash.sha256().digest(compress(point));
  }

  /** Whether a compact signature (64 bytes) with a low s holds for a digest and a key. */
  static boolean verifies(byte[] signature, byte[] digest, byte[] publicKey) {
    return CURVE.verify(signature, digest, publicKey);
  }

  /** A peer's point: 33 bytes, on the curve, never infinity. */
  static byte[] parse(byte[] compressed, int from) throws ProtocolFault {
    if (compressed.length != COMPRESSED) {
      throw ProtocolFault.malformed(from, "a point has 33 bytes");
    }
    try {
      return CURVE.pubkeyParse(compressed);
    } catch (Secp256k1Exception e) {
      throw ProtocolFault.malformed(from, "not a point of the curve");
    }
  }
}
