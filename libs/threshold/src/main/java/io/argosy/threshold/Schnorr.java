package io.argosy.threshold;

import java.util.Arrays;

/**
 * Proof that a party knows the logarithm of a point (Schnorr, by Fiat and Shamir), bound to a
 * context that no other proof shares.
 *
 * @param commitment 65 bytes
 */
record Schnorr(byte[] commitment, long[] response) {
  static final int BYTES = Points.COMPRESSED + 32;

  static Schnorr prove(byte[] context, long[] secret, Randomness random) {
    long[] nonce = Scalars.random(random);
    byte[] commitment = Points.generator(nonce);
    byte[] point = Points.generator(secret);
    long[] challenge = challenge(context, point, commitment);
    return new Schnorr(commitment, Scalars.add(nonce, Scalars.multiply(challenge, secret)));
  }

  /** response * G = commitment + challenge * point. */
  boolean holds(byte[] context, byte[] point) {
    if (Limbs.isZero(response, 0)) {
      return false;
    }
    long[] challenge = challenge(context, point, commitment);
    byte[] left = Points.generator(response);
    return Points.sum(commitment, Points.publicProduct(Scalars.bytes(challenge), point))
        .filter(right -> Arrays.equals(left, right))
        .isPresent();
  }

  private static long[] challenge(byte[] context, byte[] point, byte[] commitment) {
    return Scalars.parse(
        Hash.tagged("schnorr")
            .bytes(context)
            .bytes(Points.compress(point))
            .bytes(Points.compress(commitment))
            .digest());
  }

  void write(Message out) {
    out.point(commitment).scalar(response);
  }

  static Schnorr read(Fields in) throws ProtocolFault {
    return new Schnorr(in.point(), in.scalar());
  }
}
