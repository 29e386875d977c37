package io.argosy.threshold;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;

/**
 * Points of secp256k1 by libsecp256k1: 33 bytes where they travel, 64 where many do, 65 where we
 * compute. A secret meets a point only in calls that take constant time: times the generator, and
 * the hashed product.
 */
final class Points {
  static final int COMPRESSED = 33;

  /** Both coordinates, which spares the reader a square root. */
  static final int AFFINE = 64;

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
    return add(a, negate(b));
  }

  private static byte[] negate(byte[] point) {
    long[] y = new long[4];
    Limbs.read(y, 0, point, 33);
    Field.negate(y, 0, y, 0);
    byte[] out = point.clone();
    Limbs.write(out, 33, y, 0);
    return out;
  }

  /** Of 65 bytes as this class gives them. */
  static byte[] compress(byte[] point) {
    byte[] out = Arrays.copyOf(point, COMPRESSED);
    out[0] = (byte) (2 | (point[64] & 1));
    return out;
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
    return onCurve(compressed, from);
  }

  /** A peer's point of 64 bytes: both coordinates below p, on the curve, never infinity. */
  static byte[] parseAffine(byte[] coordinates, int at, int from) throws ProtocolFault {
    byte[] point = new byte[1 + AFFINE];
    point[0] = 4;
    System.arraycopy(coordinates, at, point, 1, AFFINE);
    return onCurve(point, from);
  }

  private static byte[] onCurve(byte[] point, int from) throws ProtocolFault {
    try {
      return CURVE.pubkeyParse(point);
    } catch (Secp256k1Exception e) {
      throw ProtocolFault.malformed(from, "not a point of the curve");
    }
  }
}
