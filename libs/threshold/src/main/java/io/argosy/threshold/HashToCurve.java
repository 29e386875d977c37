package io.argosy.threshold;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Hashes to a point of secp256k1 whose logarithm nobody knows: RFC 9380, suite
 * secp256k1_XMD:SHA-256_SSWU_RO_. Were it a multiple of the generator that the caller can compute,
 * the receiver of an oblivious transfer could learn both messages.
 */
final class HashToCurve {
  private static final Modulus P = Modulus.FIELD;
  private static final long[] ISO_A =
      constant("3f8731abdd661adca08a5558f0f5d272e953d363cb6f0e5d405447c01a444533");
  private static final long[] ISO_B = {1771, 0, 0, 0};
  private static final long[] Z = negative(11);
  private static final long[] ONE = {1, 0, 0, 0};

  /** RFC 9380, E.1; each polynomial from its lowest coefficient. */
  private static final long[][] X_NUMERATOR = {
    constant("8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa8c7"),
    constant("07d3d4c80bc321d5b9f315cea7fd44c5d595d2fc0bf63b92dfff1044f17c6581"),
    constant("534c328d23f234e6e2a413deca25caece4506144037c40314ecbd0b53d9dd262"),
    constant("8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa88c")
  };

  private static final long[][] X_DENOMINATOR = {
    constant("d35771193d94918a9ca34ccbb7b640dd86cd409542f8487d9fe6b745781eb49b"),
    constant("edadc6f64383dc1df7c4b2d51b54225406d36b641f5e41bbc52a56612a8c6d14"),
    ONE
  };

  private static final long[][] Y_NUMERATOR = {
    constant("4bda12f684bda12f684bda12f684bda12f684bda12f684bda12f684b8e38e23c"),
    constant("c75e0c32d5cb7c0fa9d0a54b12a0a6d5647ab046d686da6fdffc90fc201d71a3"),
    constant("29a6194691f91a73715209ef6512e576722830a201be2018a765e85a9ecee931"),
    constant("2f684bda12f684bda12f684bda12f684bda12f684bda12f684bda12f38e38d84")
  };

  private static final long[][] Y_DENOMINATOR = {
    constant("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffff93b"),
    constant("7a06534bb8bdb49fd5e9e6632722c2989467c1bfc8e8d978dfb425d2685c2573"),
    constant("6484aa716545ca2cf3a70c3fa8fe337e0a3d21162f0d6299a7bf8192bfd2a76f"),
    ONE
  };

  private static final long[] MINUS_B_OVER_A = quotient(negated(ISO_B), ISO_A);
  private static final long[] B_OVER_ZA = quotient(ISO_B, product(Z, ISO_A));
  private static final byte[] ROOT_EXPONENT =
      HexFormat.of().parseHex("3fffffffffffffffffffffffffffffffffffffffffffffffffffffffbfffff0c");

  private HashToCurve() {}

  private static long[] constant(String hex) {
    long[] out = new long[4];
    P.read(out, 0, HexFormat.of().parseHex(hex), 0);
    return out;
  }

  private static long[] negative(long value) {
    long[] out = new long[4];
    P.negate(out, 0, new long[] {value, 0, 0, 0}, 0);
    return out;
  }

  /** The point of a message under a domain, uncompressed (65 bytes). */
  static byte[] point(String domain, byte[] message) {
    byte[] uniform = expand(message, domain.getBytes(StandardCharsets.US_ASCII));
    return Points.add(map(element(uniform, 0)), map(element(uniform, 48)));
  }

  /** expand_message_xmd with SHA-256, 96 bytes (RFC 9380, 5.3.1). */
  private static byte[] expand(byte[] message, byte[] domain) {
    MessageDigest sha = Hash.sha256();
    sha.update(new byte[64]);
    sha.update(message);
    sha.update(new byte[] {0, 96, 0});
    sha.update(domain);
    sha.update((byte) domain.length);
    byte[] first = sha.digest();
    byte[] out = new byte[96];
    byte[] last = new byte[32];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 32; k++) {
        last[k] ^= first[k];
      }
      sha.update(last);
      sha.update((byte) (i + 1));
      sha.update(domain);
      sha.update((byte) domain.length);
      last = sha.digest();
      System.arraycopy(last, 0, out, 32 * i, 32);
    }
    return out;
  }

  /** 48 big-endian bytes modulo p. */
  private static long[] element(byte[] in, int at) {
    byte[] padded = new byte[64];
    System.arraycopy(in, at, padded, 16, 48);
    long[] high = new long[4];
    long[] low = new long[4];
    P.read(high, 0, padded, 0);
    P.read(low, 0, padded, 32);
    long[] shift = {0x1000003D1L, 0, 0, 0}; // 2^256 modulo p
    P.multiply(high, 0, high, 0, shift, 0);
    P.add(low, 0, low, 0, high, 0);
    return low;
  }

  /** Simplified SWU (RFC 9380, 6.6.2), then the isogeny of degree 3. */
  private static byte[] map(long[] u) {
    long[] zu2 = square(u);
    P.multiply(zu2, 0, zu2, 0, Z, 0);
    long[] tv = square(zu2);
    P.add(tv, 0, tv, 0, zu2, 0);
    long[] x1 = new long[4];
    P.invert(x1, 0, tv, 0);
    boolean exceptional = Modulus.isZero(x1, 0);
    P.add(x1, 0, x1, 0, ONE, 0);
    P.multiply(x1, 0, x1, 0, MINUS_B_OVER_A, 0);
    if (exceptional) {
      x1 = B_OVER_ZA.clone();
    }
    long[] gx1 = curve(x1);
    long[] x2 = product(zu2, x1);
    long[] gx2 = curve(x2);
    long[] y1 = root(gx1);
    boolean first = Arrays.equals(square(y1), gx1);
    long[] x = first ? x1 : x2;
    long[] y = first ? y1 : root(gx2);
    if ((u[0] & 1) != (y[0] & 1)) {
      y = negated(y);
    }
    return isogeny(x, y);
  }

  private static byte[] isogeny(long[] x, long[] y) {
    long[] xn = evaluate(X_NUMERATOR, x);
    long[] xd = evaluate(X_DENOMINATOR, x);
    long[] yn = evaluate(Y_NUMERATOR, x);
    long[] yd = evaluate(Y_DENOMINATOR, x);
    long[] both = new long[4];
    P.invert(both, 0, product(xd, yd), 0);
    byte[] out = new byte[65];
    out[0] = 4;
    Modulus.write(out, 1, product(xn, product(both, yd)), 0);
    Modulus.write(out, 33, product(y, product(yn, product(both, xd))), 0);
    return out;
  }

  private static long[] evaluate(long[][] polynomial, long[] x) {
    long[] sum = new long[4];
    for (int i = polynomial.length - 1; i >= 0; i--) {
      sum = product(sum, x);
      P.add(sum, 0, sum, 0, polynomial[i], 0);
    }
    return sum;
  }

  /** x^3 + A'x + B'. */
  private static long[] curve(long[] x) {
    long[] out = product(square(x), x);
    P.add(out, 0, out, 0, product(ISO_A, x), 0);
    P.add(out, 0, out, 0, ISO_B, 0);
    return out;
  }

  /** A root where there is one: p is 3 modulo 4, so a^((p + 1) / 4). */
  private static long[] root(long[] a) {
    long[] out = new long[4];
    P.power(out, 0, a, 0, ROOT_EXPONENT);
    return out;
  }

  private static long[] product(long[] a, long[] b) {
    long[] out = new long[4];
    P.multiply(out, 0, a, 0, b, 0);
    return out;
  }

  private static long[] square(long[] a) {
    return product(a, a);
  }

  private static long[] negated(long[] a) {
    long[] out = new long[4];
    P.negate(out, 0, a, 0);
    return out;
  }

  private static long[] quotient(long[] a, long[] b) {
    long[] out = new long[4];
    P.invert(out, 0, b, 0);
    return product(a, out);
  }
}
