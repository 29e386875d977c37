package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Arithmetic modulo m = 2^256 - c on four 64-bit limbs, the lowest first, inside arrays of many
 * values. No branch and no index depends on a value. Immutable and thread-safe.
 */
final class Modulus {
  /** secp256k1's field: 2^256 - 2^32 - 977 (SEC 2). */
  static final Modulus FIELD = new Modulus(0x1000003D1L, 0, 0);

  /** secp256k1's group order (SEC 2). */
  static final Modulus ORDER = new Modulus(0x402DA1732FC9BEBFL, 0x4551231950B75FC4L, 1);

  private final long[] c;
  private final long[] m;

  private Modulus(long c0, long c1, long c2) {
    c = new long[] {c0, c1, c2};
    m = new long[4];
    long over = 1;
    for (int i = 0; i < 4; i++) {
      long inverted = ~(i < 3 ? c[i] : 0);
      m[i] = inverted + over;
      over = carry(inverted, over, m[i]);
    }
  }

  /** One where a + b overflowed into sum. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  /** out = a + b; places count limbs. */
  void add(long[] out, int o, long[] a, int x, long[] b, int y) {
    long over = 0;
    long[] sum = new long[4];
    for (int i = 0; i < 4; i++) {
      long s = a[x + i] + b[y + i];
      long k = carry(a[x + i], b[y + i], s);
      long r = s + over;
      over = k + carry(s, over, r);
      sum[i] = r;
    }
    // Adding c subtracts m and overflows exactly where the sum is m or more.
    long[] less = new long[4];
    long under = 0;
    for (int i = 0; i < 4; i++) {
      long part = i < 3 ? c[i] : 0;
      long s = sum[i] + part;
      long k = carry(sum[i], part, s);
      long r = s + under;
      under = k + carry(s, under, r);
      less[i] = r;
    }
    choose(out, o, -(over | under), less, sum);
  }

  /** out = mask is all ones ? yes : no. */
  private static void choose(long[] out, int o, long mask, long[] yes, long[] no) {
    for (int i = 0; i < 4; i++) {
      out[o + i] = (yes[i] & mask) | (no[i] & ~mask);
    }
  }

  /** out = -a. */
  void negate(long[] out, int o, long[] a, int x) {
    long over = 1;
    long any = 0;
    long[] difference = new long[4];
    for (int i = 0; i < 4; i++) {
      // m - a = m + ~a + 1 modulo 2^256, and a is below m.
      long v = ~a[x + i];
      any |= a[x + i];
      long s = m[i] + v;
      long k = carry(m[i], v, s);
      long r = s + over;
      over = k + carry(s, over, r);
      difference[i] = r;
    }
    long mask = (any | -any) >> 63;
    for (int i = 0; i < 4; i++) {
      out[o + i] = difference[i] & mask;
    }
  }

  /** out = a - b. */
  void subtract(long[] out, int o, long[] a, int x, long[] b, int y) {
    long[] negated = new long[4];
    negate(negated, 0, b, y);
    add(out, o, a, x, negated, 0);
  }

  /** out = a * b. */
  void multiply(long[] out, int o, long[] a, int x, long[] b, int y) {
    if (this == FIELD) {
      multiplyInField(out, o, a, x, b, y);
    } else {
      long[] wide = new long[9];
      addProduct(wide, a, x, b, y);
      reduce(out, o, wide);
    }
  }

  /** The field's product, unrolled: the modulus with one limb of c, and the most used. */
  private void multiplyInField(long[] out, int o, long[] a, int x, long[] b, int y) {
    long c0 = c[0];
    long a0 = a[x];
    long a1 = a[x + 1];
    long a2 = a[x + 2];
    long a3 = a[x + 3];
    long b0 = b[y];
    long b1 = b[y + 1];
    long b2 = b[y + 2];
    long b3 = b[y + 3];
    long over;
    long low;
    long high;
    long s;
    low = a0 * b0;
    high = Math.unsignedMultiplyHigh(a0, b0);
    long r0 = low;
    over = high;
    low = a0 * b1;
    high = Math.unsignedMultiplyHigh(a0, b1);
    long r1 = low + over;
    over = high + carry(low, over, r1);
    low = a0 * b2;
    high = Math.unsignedMultiplyHigh(a0, b2);
    long r2 = low + over;
    over = high + carry(low, over, r2);
    low = a0 * b3;
    high = Math.unsignedMultiplyHigh(a0, b3);
    long r3 = low + over;
    over = high + carry(low, over, r3);
    long r4 = over;
    low = a1 * b0;
    high = Math.unsignedMultiplyHigh(a1, b0);
    s = r1 + low;
    over = high + carry(r1, low, s);
    r1 = s;
    low = a1 * b1;
    high = Math.unsignedMultiplyHigh(a1, b1);
    s = r2 + low;
    high += carry(r2, low, s);
    r2 = s + over;
    over = high + carry(s, over, r2);
    low = a1 * b2;
    high = Math.unsignedMultiplyHigh(a1, b2);
    s = r3 + low;
    high += carry(r3, low, s);
    r3 = s + over;
    over = high + carry(s, over, r3);
    low = a1 * b3;
    high = Math.unsignedMultiplyHigh(a1, b3);
    s = r4 + low;
    high += carry(r4, low, s);
    r4 = s + over;
    over = high + carry(s, over, r4);
    long r5 = over;
    low = a2 * b0;
    high = Math.unsignedMultiplyHigh(a2, b0);
    s = r2 + low;
    over = high + carry(r2, low, s);
    r2 = s;
    low = a2 * b1;
    high = Math.unsignedMultiplyHigh(a2, b1);
    s = r3 + low;
    high += carry(r3, low, s);
    r3 = s + over;
    over = high + carry(s, over, r3);
    low = a2 * b2;
    high = Math.unsignedMultiplyHigh(a2, b2);
    s = r4 + low;
    high += carry(r4, low, s);
    r4 = s + over;
    over = high + carry(s, over, r4);
    low = a2 * b3;
    high = Math.unsignedMultiplyHigh(a2, b3);
    s = r5 + low;
    high += carry(r5, low, s);
    r5 = s + over;
    over = high + carry(s, over, r5);
    long r6 = over;
    low = a3 * b0;
    high = Math.unsignedMultiplyHigh(a3, b0);
    s = r3 + low;
    over = high + carry(r3, low, s);
    r3 = s;
    low = a3 * b1;
    high = Math.unsignedMultiplyHigh(a3, b1);
    s = r4 + low;
    high += carry(r4, low, s);
    r4 = s + over;
    over = high + carry(s, over, r4);
    low = a3 * b2;
    high = Math.unsignedMultiplyHigh(a3, b2);
    s = r5 + low;
    high += carry(r5, low, s);
    r5 = s + over;
    over = high + carry(s, over, r5);
    low = a3 * b3;
    high = Math.unsignedMultiplyHigh(a3, b3);
    s = r6 + low;
    high += carry(r6, low, s);
    r6 = s + over;
    over = high + carry(s, over, r6);
    long r7 = over;
    // 2^256 is c modulo p: fold the high half, then what overflows.
    low = r4 * c0;
    high = Math.unsignedMultiplyHigh(r4, c0);
    s = r0 + low;
    over = high + carry(r0, low, s);
    r0 = s;
    low = r5 * c0;
    high = Math.unsignedMultiplyHigh(r5, c0);
    s = r1 + low;
    high += carry(r1, low, s);
    r1 = s + over;
    over = high + carry(s, over, r1);
    low = r6 * c0;
    high = Math.unsignedMultiplyHigh(r6, c0);
    s = r2 + low;
    high += carry(r2, low, s);
    r2 = s + over;
    over = high + carry(s, over, r2);
    low = r7 * c0;
    high = Math.unsignedMultiplyHigh(r7, c0);
    s = r3 + low;
    high += carry(r3, low, s);
    r3 = s + over;
    over = high + carry(s, over, r3);
    low = over * c0;
    high = Math.unsignedMultiplyHigh(over, c0);
    s = r0 + low;
    over = high + carry(r0, low, s);
    r0 = s;
    s = r1 + over;
    over = carry(r1, over, s);
    r1 = s;
    s = r2 + over;
    over = carry(r2, over, s);
    r2 = s;
    s = r3 + over;
    over = carry(r3, over, s);
    r3 = s;
    // At most one overflow is left, and then the rest is small.
    s = r0 + (c0 & -over);
    over = carry(r0, c0 & -over, s);
    r0 = s;
    s = r1 + over;
    over = carry(r1, over, s);
    r1 = s;
    s = r2 + over;
    over = carry(r2, over, s);
    r2 = s;
    s = r3 + over;
    over = carry(r3, over, s);
    r3 = s;
    // Subtract p where the rest is p or more.
    long t0 = r0 + c0;
    over = carry(r0, c0, t0);
    long t1 = r1 + over;
    over = carry(r1, over, t1);
    long t2 = r2 + over;
    over = carry(r2, over, t2);
    long t3 = r3 + over;
    long mask = -carry(r3, over, t3);
    out[o] = (t0 & mask) | (r0 & ~mask);
    out[o + 1] = (t1 & mask) | (r1 & ~mask);
    out[o + 2] = (t2 & mask) | (r2 & ~mask);
    out[o + 3] = (t3 & mask) | (r3 & ~mask);
  }

  /** wide (9 limbs) += a * b, unreduced; up to 2^64 products fit. */
  static void addProduct(long[] wide, long[] a, int x, long[] b, int y) {
    for (int i = 0; i < 4; i++) {
      long over = 0;
      long f = a[x + i];
      for (int j = 0; j < 4; j++) {
        long g = b[y + j];
        long low = f * g;
        long high = Math.unsignedMultiplyHigh(f, g);
        long w = wide[i + j];
        long s = w + low;
        high += carry(w, low, s);
        long r = s + over;
        high += carry(s, over, r);
        wide[i + j] = r;
        over = high;
      }
      for (int k = i + 4; k < 9; k++) {
        long w = wide[k];
        long s = w + over;
        over = carry(w, over, s);
        wide[k] = s;
      }
    }
  }

  /** out = wide (9 limbs) mod m; wide is used up. */
  void reduce(long[] out, int o, long[] wide) {
    long[] folded = wide;
    // 576 bits, then at most 450, 323, 257, and last below 2^256.
    for (int round = 0; round < 4; round++) {
      folded = fold(folded);
    }
    long[] less = new long[4];
    long over = 0;
    for (int i = 0; i < 4; i++) {
      long part = i < 3 ? c[i] : 0;
      long s = folded[i] + part;
      long k = carry(folded[i], part, s);
      long r = s + over;
      over = k + carry(s, over, r);
      less[i] = r;
    }
    choose(out, o, -over, less, folded);
  }

  /** low + high * c, which is the same modulo m. */
  private long[] fold(long[] wide) {
    long[] out = new long[9];
    System.arraycopy(wide, 0, out, 0, 4);
    for (int i = 0; i < 3; i++) {
      long over = 0;
      long f = c[i];
      for (int j = 0; j < 5; j++) {
        long g = wide[4 + j];
        long low = f * g;
        long high = Math.unsignedMultiplyHigh(f, g);
        long w = out[i + j];
        long s = w + low;
        high += carry(w, low, s);
        long r = s + over;
        high += carry(s, over, r);
        out[i + j] = r;
        over = high;
      }
      for (int k = i + 5; k < 9; k++) {
        long w = out[k];
        long s = w + over;
        over = carry(w, over, s);
        out[k] = s;
      }
    }
    return out;
  }

  /** out = a^exponent, four bits at a time; the exponent (big-endian bytes) is public. */
  void power(long[] out, int o, long[] a, int x, byte[] exponent) {
    long[] powers = new long[64];
    powers[0] = 1;
    for (int i = 1; i < 16; i++) {
      multiply(powers, 4 * i, powers, 4 * (i - 1), a, x);
    }
    long[] result = {1, 0, 0, 0};
    for (int place = 0; place < 2 * exponent.length; place++) {
      for (int i = 0; i < 4; i++) {
        multiply(result, 0, result, 0, result, 0);
      }
      int window = exponent[place >> 1] >> (4 - 4 * (place & 1)) & 15;
      multiply(result, 0, result, 0, powers, 4 * window);
    }
    System.arraycopy(result, 0, out, o, 4);
  }

  /** out = 1 / a by Fermat; 0 for 0. */
  void invert(long[] out, int o, long[] a, int x) {
    byte[] exponent = bytes(m, 0);
    exponent[31] = (byte) (exponent[31] - 2); // The last bytes of both moduli are above 1.
    power(out, o, a, x, exponent);
  }

  /** The modulus itself, big-endian. */
  byte[] value() {
    return bytes(m, 0);
  }

  /** Reads 32 big-endian bytes, reduced. */
  void read(long[] out, int o, byte[] in, int at) {
    var buffer = ByteBuffer.wrap(in, at, 32);
    long[] wide = new long[9];
    for (int i = 3; i >= 0; i--) {
      wide[i] = buffer.getLong();
    }
    reduce(out, o, wide);
  }

  /** Whether 32 big-endian bytes are below m; for values that others sent. */
  boolean canonical(byte[] in, int at) {
    return Arrays.compareUnsigned(in, at, at + 32, value(), 0, 32) < 0;
  }

  /** 32 big-endian bytes. */
  static byte[] bytes(long[] in, int at) {
    byte[] out = new byte[32];
    write(out, 0, in, at);
    return out;
  }

  static void write(byte[] out, int o, long[] in, int at) {
    var buffer = ByteBuffer.wrap(out, o, 32);
    for (int i = 3; i >= 0; i--) {
      buffer.putLong(in[at + i]);
    }
  }

  static boolean isZero(long[] a, int x) {
    return (a[x] | a[x + 1] | a[x + 2] | a[x + 3]) == 0;
  }
}
