package io.argosy.threshold;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The specification's hashes, streams and points, written a second time from its text alone. */
final class SlowHash {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  static final BigInteger Q = CURVE.getN();

  private SlowHash() {}

  /** H(tag, parts): byte arrays with their lengths before them, integers as four bytes. */
  static byte[] hash(String tag, Object... parts) {
    var all = new ByteArrayOutputStream();
    framed(all, ("argosy dkls23 1 " + tag).getBytes(StandardCharsets.US_ASCII));
    for (Object part : parts) {
      if (part instanceof Integer number) {
        all.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
      } else {
        framed(all, (byte[]) part);
      }
    }
    return Seeded.sha256(all.toByteArray());
  }

  private static void framed(ByteArrayOutputStream out, byte[] part) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
    out.writeBytes(part);
  }

  /** AES-256 in counter mode over zeros. */
  static byte[] stream(byte[] key, int length) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      var zero = new IvParameterSpec(new byte[16]);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), zero);
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bit i of the number is bit i % 8 of byte i / 8. */
  static BigInteger bits(byte[] littleEndian) {
    byte[] reversed = new byte[littleEndian.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = littleEndian[reversed.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  static byte[] littleEndian(BigInteger bits, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < 8 * length; i++) {
      out[i / 8] |= (byte) ((bits.testBit(i) ? 1 : 0) << (i % 8));
    }
    return out;
  }

  static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes).mod(Q);
  }

  static byte[] scalar(BigInteger value) {
    byte[] bytes = value.mod(Q).toByteArray();
    byte[] out = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, 32 - length, length);
    return out;
  }

  static ECPoint times(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar.mod(Q));
  }

  static byte[] compressed(ECPoint point) {
    return point.getEncoded(true);
  }

  /** Both coordinates. */
  static byte[] affine(ECPoint point) {
    return slice(point.getEncoded(false), 1, 64);
  }

  static ECPoint point(byte[] encoded) {
    return CURVE.getCurve().decodePoint(encoded);
  }

  static byte[] xor(byte[] a, byte[] b) {
    byte[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= b[i];
    }
    return out;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] slice(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
