package io.argosy.threshold;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Arithmetic modulo secp256k1's group order q = 2^256 - C (SEC 2). A number is <i>tight</i> when it
 * is below q, <i>loose</i> when it is any 256 bits; all results are tight unless a name says loose.
 * No branch and no index depends on a value.
 */
final class Order {
  private static final byte[] VALUE =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  /** 2^256 - q = C is 2^128 + C1 * 2^64 + C0. */
  static final long C0 = 0x402DA1732FC9BEBFL;

  static final long C1 = 0x4551231950B75FC4L;

  private Order() {}

  /** The order itself, big-endian. */
  static byte[] value() {
    return VALUE.clone();
  }

  /** Whether 32 big-endian bytes are below q; for values that others sent. */
  static boolean canonical(byte[] in, int at) {
    return Arrays.compareUnsigned(in, at, at + 32, VALUE, 0, 32) < 0;
  }

  /** Reads 32 big-endian bytes, reduced. */
  static void read(long[] out, int o, byte[] in, int at) {
    Limbs.read(out, o, in, at);
    tighten(out, o, out, o);
  }

  /** out = a, less q where a is loose and not tight. */
  static void tighten(long[] out, int o, long[] a, int x) {
    settle(out, o, a[x], a[x + 1], a[x + 2], a[x + 3], 0);
  }

  /** Subtracts q once where the number, of 257 bits, is q or more; below 2q it becomes tight. */
  private static void settle(long[] out, int o, long r0, long r1, long r2, long r3, long over) {
    long t0 = r0 + C0;
    long k = Limbs.carry(r0, C0, t0);
    long s1 = r1 + C1;
    long t1 = s1 + k;
    k = Limbs.carry(r1, C1, s1) + Limbs.carry(s1, k, t1);
    long s2 = r2 + 1;
    long t2 = s2 + k;
    k = Limbs.carry(r2, 1, s2) + Limbs.carry(s2, k, t2);
    long t3 = r3 + k;
    long mask = -(over | Limbs.carry(r3, k, t3));
    out[o] = (t0 & mask) | (r0 & ~mask);
    out[o + 1] = (t1 & mask) | (r1 & ~mask);
    out[o + 2] = (t2 & mask) | (r2 & ~mask);
    out[o + 3] = (t3 & mask) | (r3 & ~mask);
  }

  /** out = a + b of tight numbers. */
  static void add(long[] out, int o, long[] a, int x, long[] b, int y) {
    long r0 = a[x] + b[y];
    long k = Limbs.carry(a[x], b[y], r0);
    long s1 = a[x + 1] + b[y + 1];
    long r1 = s1 + k;
    k = Limbs.carry(a[x + 1], b[y + 1], s1) + Limbs.carry(s1, k, r1);
    long s2 = a[x + 2] + b[y + 2];
    long r2 = s2 + k;
    k = Limbs.carry(a[x + 2], b[y + 2], s2) + Limbs.carry(s2, k, r2);
    long s3 = a[x + 3] + b[y + 3];
    long r3 = s3 + k;
    k = Limbs.carry(a[x + 3], b[y + 3], s3) + Limbs.carry(s3, k, r3);
    settle(out, o, r0, r1, r2, r3, k);
  }

  /** out = a + (b where mask is all ones, else 0), loose; a is loose and b tight. */
  static void addLoose(long[] out, int o, long[] a, int x, long[] b, int y, long mask) {
    long b0 = b[y] & mask;
    long b1 = b[y + 1] & mask;
    long b2 = b[y + 2] & mask;
    long b3 = b[y + 3] & mask;
    long r0 = a[x] + b0;
    long k = Limbs.carry(a[x], b0, r0);
    long s1 = a[x + 1] + b1;
    long r1 = s1 + k;
    k = Limbs.carry(a[x + 1], b1, s1) + Limbs.carry(s1, k, r1);
    long s2 = a[x + 2] + b2;
    long r2 = s2 + k;
    k = Limbs.carry(a[x + 2], b2, s2) + Limbs.carry(s2, k, r2);
    long s3 = a[x + 3] + b3;
    long r3 = s3 + k;
    k = Limbs.carry(a[x + 3], b3, s3) + Limbs.carry(s3, k, r3);
    // 2^256 is C modulo q; once is enough, for b is below q.
    long over = -k;
    long t0 = r0 + (C0 & over);
    long c = Limbs.carry(r0, C0 & over, t0);
    long u1 = r1 + (C1 & over);
    long t1 = u1 + c;
    c = Limbs.carry(r1, C1 & over, u1) + Limbs.carry(u1, c, t1);
    long u2 = r2 + k;
    long t2 = u2 + c;
    c = Limbs.carry(r2, k, u2) + Limbs.carry(u2, c, t2);
    out[o] = t0;
    out[o + 1] = t1;
    out[o + 2] = t2;
    out[o + 3] = r3 + c;
  }

  /** out = -a of a tight number: q - a, which is ~a - (C - 1), and zero for zero. */
  static void negate(long[] out, int o, long[] a, int x) {
    long any = a[x] | a[x + 1] | a[x + 2] | a[x + 3];
    long mask = (any | -any) >> 63;
    long r0 = ~a[x] - (C0 - 1);
    long k = Limbs.carry(r0, C0 - 1, ~a[x]);
    long s1 = ~a[x + 1] - C1;
    long r1 = s1 - k;
    k = Limbs.carry(s1, C1, ~a[x + 1]) + Limbs.carry(r1, k, s1);
    long s2 = ~a[x + 2] - 1;
    long r2 = s2 - k;
    k = Limbs.carry(s2, 1, ~a[x + 2]) + Limbs.carry(r2, k, s2);
    out[o] = r0 & mask;
    out[o + 1] = r1 & mask;
    out[o + 2] = r2 & mask;
    out[o + 3] = (~a[x + 3] - k) & mask;
  }

  /** out = a - b of tight numbers. */
  static void subtract(long[] out, int o, long[] a, int x, long[] b, int y) {
    long[] negated = new long[4];
    negate(negated, 0, b, y);
    add(out, o, a, x, negated, 0);
  }

  /** out = c + 2q, of five words: what {@link #difference} adds so that nothing is negative. */
  static long[] shifted(long[] c) {
    long[] out = {c[0], c[1], c[2], c[3], 0};
    long[] q = new long[4];
    Limbs.read(q, 0, VALUE, 0);
    for (int times = 0; times < 2; times++) {
      long over = 0;
      for (int i = 0; i < 4; i++) {
        long s = out[i] + q[i];
        long r = s + over;
        over = Limbs.carry(out[i], q[i], s) + Limbs.carry(s, over, r);
        out[i] = r;
      }
      out[4] += over;
    }
    return out;
  }

  /** out = a - b + c for loose a and b and shifted c. */
  static void difference(long[] out, long[] a, int x, long[] b, long[] c) {
    long s0 = a[x] + c[0];
    long k = Limbs.carry(a[x], c[0], s0);
    long p1 = a[x + 1] + c[1];
    long s1 = p1 + k;
    k = Limbs.carry(a[x + 1], c[1], p1) + Limbs.carry(p1, k, s1);
    long p2 = a[x + 2] + c[2];
    long s2 = p2 + k;
    k = Limbs.carry(a[x + 2], c[2], p2) + Limbs.carry(p2, k, s2);
    long p3 = a[x + 3] + c[3];
    long s3 = p3 + k;
    k = c[4] + Limbs.carry(a[x + 3], c[3], p3) + Limbs.carry(p3, k, s3);
    // What overflows a difference and b gives back the minuend: that is the borrow.
    long r0 = s0 - b[0];
    long less = Limbs.carry(r0, b[0], s0);
    long d1 = s1 - b[1];
    long r1 = d1 - less;
    less = Limbs.carry(d1, b[1], s1) + Limbs.carry(r1, less, d1);
    long d2 = s2 - b[2];
    long r2 = d2 - less;
    less = Limbs.carry(d2, b[2], s2) + Limbs.carry(r2, less, d2);
    long d3 = s3 - b[3];
    long r3 = d3 - less;
    less = Limbs.carry(d3, b[3], s3) + Limbs.carry(r3, less, d3);
    foldAndSettle(out, 0, r0, r1, r2, r3, k - less);
  }

  /** out = r + 2^256 * above modulo q, for an above of less than 2^62. */
  static void foldAndSettle(long[] out, int o, long r0, long r1, long r2, long r3, long above) {
    long low = above * C0;
    long t0 = r0 + low;
    long k = Limbs.carry(r0, low, t0) + Math.unsignedMultiplyHigh(above, C0);
    low = above * C1;
    long p1 = r1 + low;
    long t1 = p1 + k;
    k = Limbs.carry(r1, low, p1) + Limbs.carry(p1, k, t1) + Math.unsignedMultiplyHigh(above, C1);
    long p2 = r2 + above;
    long t2 = p2 + k;
    k = Limbs.carry(r2, above, p2) + Limbs.carry(p2, k, t2);
    long t3 = r3 + k;
    settle(out, o, t0, t1, t2, t3, Limbs.carry(r3, k, t3));
  }

  /** out = a * b. */
  static void multiply(long[] out, int o, long[] a, int x, long[] b, int y) {
    long[] sums = new long[Products.SUMS];
    Products.add(sums, a, x, 0, b, y, 0, 1);
    Products.reduce(out, o, sums);
  }

  /** out = 1 / a by Fermat, four bits of q - 2 at a time; 0 for 0. */
  static void invert(long[] out, int o, long[] a, int x) {
    long[] powers = new long[64];
    powers[0] = 1;
    for (int i = 1; i < 16; i++) {
      multiply(powers, 4 * i, powers, 4 * (i - 1), a, x);
    }
    byte[] exponent = value();
    exponent[31] = (byte) (exponent[31] - 2);
    long[] result = {1, 0, 0, 0};
    for (int place = 0; place < 64; place++) {
      for (int i = 0; i < 4; i++) {
        multiply(result, 0, result, 0, result, 0);
      }
      int window = exponent[place >> 1] >> (4 - 4 * (place & 1)) & 15;
      multiply(result, 0, result, 0, powers, 4 * window);
    }
    System.arraycopy(result, 0, out, o, 4);
  }
}
