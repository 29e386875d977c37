package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A child key below a shared key by BIP-32's public derivation: its private half is the parent's
 * plus the tweak, so that holders of the parent sign for it. Everything here is public: who knows
 * the parent's public half and chain code knows all children.
 */
public final class Derivation {
  private final byte[] publicPoint;
  private final byte[] chainCode;
  private final long[] tweak;

  private Derivation(byte[] publicPoint, byte[] chainCode, long[] tweak) {
    this.publicPoint = publicPoint;
    this.chainCode = chainCode;
    this.tweak = tweak;
  }

  /** Throws where BIP-32 says that there is no such child, which happens to one in 2^127. */
  public static Derivation of(SharedKey key, DerivationPath path) {
    return of(key.publicPoint(), key.chainCode(), path);
  }

  /**
   * @param publicPoint 65 bytes
   */
  static Derivation of(byte[] publicPoint, byte[] chainCode, DerivationPath path) {
    var here = new Derivation(publicPoint, chainCode, Scalars.of(0));
    for (int step : path.steps()) {
      here = here.child(step);
    }
    return here;
  }

  private Derivation child(int step) {
    byte[] parent = Points.compress(publicPoint);
    byte[] half = hmac(ByteBuffer.allocate(37).put(parent).putInt(step).array());
    byte[] left = Arrays.copyOf(half, 32);
    var point = Order.canonical(left, 0) ? shifted(left) : Optional.<byte[]>empty();
    return new Derivation(
        point.orElseThrow(() -> new IllegalArgumentException("no child at step " + step)),
        Arrays.copyOfRange(half, 32, 64),
        Scalars.add(tweak, Scalars.parse(left)));
  }

  private Optional<byte[]> shifted(byte[] by) {
    return Limbs.isZero(Scalars.parse(by), 0)
        ? Optional.of(publicPoint)
        : Points.sum(Points.generator(by), publicPoint);
  }

  private byte[] hmac(byte[] text) {
    try {
      var mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(chainCode, "HmacSHA512"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The child's public half, compressed (33 bytes). */
  public byte[] publicKey() {
    return Points.compress(publicPoint);
  }

  /** The child's own chain code, 32 bytes. */
  public byte[] chainCode() {
    return chainCode.clone();
  }

  byte[] publicPoint() {
    return publicPoint;
  }

  /** The child's private half less the parent's. */
  long[] tweak() {
    return tweak;
  }
}
