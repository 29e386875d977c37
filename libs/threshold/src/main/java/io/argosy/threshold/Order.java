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

  /** 2^256 - q is 2^128 + C1 * 2^64 + C0. */
  private static final long C0 = 0x402DA1732FC9BEBFL;

  private static final long C1 = 0x4551231950B75FC4L;
  private static final long HALF = 0xFFFFFFFFL;

  /** Words of a sum of products: each holds 32 bits of it and what is still to be carried. */
  static final int SUMS = 16;

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
  private static void foldAndSettle(
      long[] out, int o, long r0, long r1, long r2, long r3, long above) {
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
    long[] sums = new long[SUMS];
    addProducts(sums, a, x, 0, b, y, 0, 1);
    reduce(out, o, sums);
  }

  /**
   * sums += a * b for so many pairs of loose numbers, each a step further; up to 2^28 of them fit.
   * Products are added by halves of words, so that nothing is carried until the end.
   */
  static void addProducts(
      long[] sums, long[] a, int x, int stepOfA, long[] b, int y, int stepOfB, int count) {
    long s0 = sums[0];
    long s1 = sums[1];
    long s2 = sums[2];
    long s3 = sums[3];
    long s4 = sums[4];
    long s5 = sums[5];
    long s6 = sums[6];
    long s7 = sums[7];
    long s8 = sums[8];
    long s9 = sums[9];
    long s10 = sums[10];
    long s11 = sums[11];
    long s12 = sums[12];
    long s13 = sums[13];
    long s14 = sums[14];
    long s15 = sums[15];
    for (int n = 0; n < count; n++) {
      final long a0 = a[x + n * stepOfA];
      final long a1 = a[x + n * stepOfA + 1];
      final long a2 = a[x + n * stepOfA + 2];
      final long a3 = a[x + n * stepOfA + 3];
      final long b0 = b[y + n * stepOfB];
      final long b1 = b[y + n * stepOfB + 1];
      final long b2 = b[y + n * stepOfB + 2];
      final long b3 = b[y + n * stepOfB + 3];
      long low;
      long high;
      low = a0 * b0;
      high = Math.unsignedMultiplyHigh(a0, b0);
      s0 += low & HALF;
      s1 += low >>> 32;
      s2 += high & HALF;
      s3 += high >>> 32;
      low = a0 * b1;
      high = Math.unsignedMultiplyHigh(a0, b1);
      s2 += low & HALF;
      s3 += low >>> 32;
      s4 += high & HALF;
      s5 += high >>> 32;
      low = a0 * b2;
      high = Math.unsignedMultiplyHigh(a0, b2);
      s4 += low & HALF;
      s5 += low >>> 32;
      s6 += high & HALF;
      s7 += high >>> 32;
      low = a0 * b3;
      high = Math.unsignedMultiplyHigh(a0, b3);
      s6 += low & HALF;
      s7 += low >>> 32;
      s8 += high & HALF;
      s9 += high >>> 32;
      low = a1 * b0;
      high = Math.unsignedMultiplyHigh(a1, b0);
      s2 += low & HALF;
      s3 += low >>> 32;
      s4 += high & HALF;
      s5 += high >>> 32;
      low = a1 * b1;
      high = Math.unsignedMultiplyHigh(a1, b1);
      s4 += low & HALF;
      s5 += low >>> 32;
      s6 += high & HALF;
      s7 += high >>> 32;
      low = a1 * b2;
      high = Math.unsignedMultiplyHigh(a1, b2);
      s6 += low & HALF;
      s7 += low >>> 32;
      s8 += high & HALF;
      s9 += high >>> 32;
      low = a1 * b3;
      high = Math.unsignedMultiplyHigh(a1, b3);
      s8 += low & HALF;
      s9 += low >>> 32;
      s10 += high & HALF;
      s11 += high >>> 32;
      low = a2 * b0;
      high = Math.unsignedMultiplyHigh(a2, b0);
      s4 += low & HALF;
      s5 += low >>> 32;
      s6 += high & HALF;
      s7 += high >>> 32;
      low = a2 * b1;
      high = Math.unsignedMultiplyHigh(a2, b1);
      s6 += low & HALF;
      s7 += low >>> 32;
      s8 += high & HALF;
      s9 += high >>> 32;
      low = a2 * b2;
      high = Math.unsignedMultiplyHigh(a2, b2);
      s8 += low & HALF;
      s9 += low >>> 32;
      s10 += high & HALF;
      s11 += high >>> 32;
      low = a2 * b3;
      high = Math.unsignedMultiplyHigh(a2, b3);
      s10 += low & HALF;
      s11 += low >>> 32;
      s12 += high & HALF;
      s13 += high >>> 32;
      low = a3 * b0;
      high = Math.unsignedMultiplyHigh(a3, b0);
      s6 += low & HALF;
      s7 += low >>> 32;
      s8 += high & HALF;
      s9 += high >>> 32;
      low = a3 * b1;
      high = Math.unsignedMultiplyHigh(a3, b1);
      s8 += low & HALF;
      s9 += low >>> 32;
      s10 += high & HALF;
      s11 += high >>> 32;
      low = a3 * b2;
      high = Math.unsignedMultiplyHigh(a3, b2);
      s10 += low & HALF;
      s11 += low >>> 32;
      s12 += high & HALF;
      s13 += high >>> 32;
      low = a3 * b3;
      high = Math.unsignedMultiplyHigh(a3, b3);
      s12 += low & HALF;
      s13 += low >>> 32;
      s14 += high & HALF;
      s15 += high >>> 32;
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
    sums[8] = s8;
    sums[9] = s9;
    sums[10] = s10;
    sums[11] = s11;
    sums[12] = s12;
    sums[13] = s13;
    sums[14] = s14;
    sums[15] = s15;
  }

  /** sums += a, a loose number. */
  static void addTo(long[] sums, long[] a, int x) {
    for (int i = 0; i < 4; i++) {
      sums[2 * i] += a[x + i] & HALF;
      sums[2 * i + 1] += a[x + i] >>> 32;
    }
  }

  /** out = sums modulo q. */
  static void reduce(long[] out, int o, long[] sums) {
    long[] w = new long[9];
    long over = 0;
    for (int i = 0; i < 8; i++) {
      long low = sums[2 * i] + over;
      long high = sums[2 * i + 1] + (low >>> 32);
      w[i] = (low & HALF) | (high << 32);
      over = high >>> 32;
    }
    w[8] = over;
    // 2^256 is C modulo q: at most 540 bits become 413 and then 286.
    fold(w);
    fold(w);
    foldAndSettle(out, o, w[0], w[1], w[2], w[3], w[4]);
  }

  /** w, of nine words, becomes its low four words + those above them * C. */
  private static void fold(long[] w) {
    long w4 = w[4];
    long w5 = w[5];
    long w6 = w[6];
    long w7 = w[7];
    long w8 = w[8];
    long low;
    long high;
    long s0 = w[0] & HALF;
    long s1 = w[0] >>> 32;
    long s2 = w[1] & HALF;
    long s3 = w[1] >>> 32;
    long s4 = w[2] & HALF;
    long s5 = w[2] >>> 32;
    long s6 = w[3] & HALF;
    long s7 = w[3] >>> 32;
    long s8 = 0;
    long s9 = 0;
    long s10 = 0;
    long s11 = 0;
    long s12 = 0;
    long s13 = 0;
    low = w4 * C0;
    high = Math.unsignedMultiplyHigh(w4, C0);
    s0 += low & HALF;
    s1 += low >>> 32;
    s2 += high & HALF;
    s3 += high >>> 32;
    low = w4 * C1;
    high = Math.unsignedMultiplyHigh(w4, C1);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    s4 += w4 & HALF;
    s5 += w4 >>> 32;
    low = w5 * C0;
    high = Math.unsignedMultiplyHigh(w5, C0);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = w5 * C1;
    high = Math.unsignedMultiplyHigh(w5, C1);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    s6 += w5 & HALF;
    s7 += w5 >>> 32;
    low = w6 * C0;
    high = Math.unsignedMultiplyHigh(w6, C0);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = w6 * C1;
    high = Math.unsignedMultiplyHigh(w6, C1);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    s8 += w6 & HALF;
    s9 += w6 >>> 32;
    low = w7 * C0;
    high = Math.unsignedMultiplyHigh(w7, C0);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = w7 * C1;
    high = Math.unsignedMultiplyHigh(w7, C1);
    s8 += low & HALF;
    s9 += low >>> 32;
    s10 += high & HALF;
    s11 += high >>> 32;
    s10 += w7 & HALF;
    s11 += w7 >>> 32;
    low = w8 * C0;
    high = Math.unsignedMultiplyHigh(w8, C0);
    s8 += low & HALF;
    s9 += low >>> 32;
    s10 += high & HALF;
    s11 += high >>> 32;
    low = w8 * C1;
    high = Math.unsignedMultiplyHigh(w8, C1);
    s10 += low & HALF;
    s11 += low >>> 32;
    s12 += high & HALF;
    s13 += high >>> 32;
    s12 += w8 & HALF;
    s13 += w8 >>> 32;
    long over;
    low = s0;
    high = s1 + (low >>> 32);
    w[0] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s2 + over;
    high = s3 + (low >>> 32);
    w[1] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s4 + over;
    high = s5 + (low >>> 32);
    w[2] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s6 + over;
    high = s7 + (low >>> 32);
    w[3] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s8 + over;
    high = s9 + (low >>> 32);
    w[4] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s10 + over;
    high = s11 + (low >>> 32);
    w[5] = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s12 + over;
    high = s13 + (low >>> 32);
    w[6] = (low & HALF) | (high << 32);
    over = high >>> 32;
    w[7] = 0;
    w[8] = 0;
  }

  /**
   * out = theta0 * a0 + theta1 * a1 + a2, the thetas of two words each; the a loose, each a step
   * further.
   */
  static void combine(long[] out, long[] theta, long[] a, int x, int step) {
    long s0 = 0;
    long s1 = 0;
    long s2 = 0;
    long s3 = 0;
    long s4 = 0;
    long s5 = 0;
    long s6 = 0;
    long s7 = 0;
    long s8 = 0;
    long s9 = 0;
    long s10 = 0;
    long s11 = 0;
    long low;
    long high;
    final long a00 = a[x + 0];
    final long a01 = a[x + 1];
    final long a02 = a[x + 2];
    final long a03 = a[x + 3];
    final long a10 = a[x + step + 0];
    final long a11 = a[x + step + 1];
    final long a12 = a[x + step + 2];
    final long a13 = a[x + step + 3];
    final long t00 = theta[0];
    final long t01 = theta[1];
    final long t10 = theta[2];
    final long t11 = theta[3];
    low = t00 * a00;
    high = Math.unsignedMultiplyHigh(t00, a00);
    s0 += low & HALF;
    s1 += low >>> 32;
    s2 += high & HALF;
    s3 += high >>> 32;
    low = t00 * a01;
    high = Math.unsignedMultiplyHigh(t00, a01);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = t00 * a02;
    high = Math.unsignedMultiplyHigh(t00, a02);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = t00 * a03;
    high = Math.unsignedMultiplyHigh(t00, a03);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = t01 * a00;
    high = Math.unsignedMultiplyHigh(t01, a00);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = t01 * a01;
    high = Math.unsignedMultiplyHigh(t01, a01);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = t01 * a02;
    high = Math.unsignedMultiplyHigh(t01, a02);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = t01 * a03;
    high = Math.unsignedMultiplyHigh(t01, a03);
    s8 += low & HALF;
    s9 += low >>> 32;
    s10 += high & HALF;
    s11 += high >>> 32;
    low = t10 * a10;
    high = Math.unsignedMultiplyHigh(t10, a10);
    s0 += low & HALF;
    s1 += low >>> 32;
    s2 += high & HALF;
    s3 += high >>> 32;
    low = t10 * a11;
    high = Math.unsignedMultiplyHigh(t10, a11);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = t10 * a12;
    high = Math.unsignedMultiplyHigh(t10, a12);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = t10 * a13;
    high = Math.unsignedMultiplyHigh(t10, a13);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = t11 * a10;
    high = Math.unsignedMultiplyHigh(t11, a10);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = t11 * a11;
    high = Math.unsignedMultiplyHigh(t11, a11);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = t11 * a12;
    high = Math.unsignedMultiplyHigh(t11, a12);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = t11 * a13;
    high = Math.unsignedMultiplyHigh(t11, a13);
    s8 += low & HALF;
    s9 += low >>> 32;
    s10 += high & HALF;
    s11 += high >>> 32;
    final int z = x + 2 * step;
    s0 += a[z + 0] & HALF;
    s1 += a[z + 0] >>> 32;
    s2 += a[z + 1] & HALF;
    s3 += a[z + 1] >>> 32;
    s4 += a[z + 2] & HALF;
    s5 += a[z + 2] >>> 32;
    s6 += a[z + 3] & HALF;
    s7 += a[z + 3] >>> 32;
    long over;
    low = s0;
    high = s1 + (low >>> 32);
    final long w0 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s2 + over;
    high = s3 + (low >>> 32);
    final long w1 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s4 + over;
    high = s5 + (low >>> 32);
    final long w2 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s6 + over;
    high = s7 + (low >>> 32);
    final long w3 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s8 + over;
    high = s9 + (low >>> 32);
    final long w4 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s10 + over;
    high = s11 + (low >>> 32);
    final long w5 = (low & HALF) | (high << 32);
    over = high >>> 32;
    final long w6 = over;
    s0 = w0 & HALF;
    s1 = w0 >>> 32;
    s2 = w1 & HALF;
    s3 = w1 >>> 32;
    s4 = w2 & HALF;
    s5 = w2 >>> 32;
    s6 = w3 & HALF;
    s7 = w3 >>> 32;
    s8 = 0;
    s9 = 0;
    low = w4 * C0;
    high = Math.unsignedMultiplyHigh(w4, C0);
    s0 += low & HALF;
    s1 += low >>> 32;
    s2 += high & HALF;
    s3 += high >>> 32;
    low = w4 * C1;
    high = Math.unsignedMultiplyHigh(w4, C1);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    s4 += w4 & HALF;
    s5 += w4 >>> 32;
    low = w5 * C0;
    high = Math.unsignedMultiplyHigh(w5, C0);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = w5 * C1;
    high = Math.unsignedMultiplyHigh(w5, C1);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    s6 += w5 & HALF;
    s7 += w5 >>> 32;
    low = w6 * C0;
    high = Math.unsignedMultiplyHigh(w6, C0);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    // What is above 2^384 is below four, so that its product with C ends within 2^260.
    low = w6 * C1;
    high = Math.unsignedMultiplyHigh(w6, C1);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    s8 += w6;
    low = s0;
    high = s1 + (low >>> 32);
    final long r0 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s2 + over;
    high = s3 + (low >>> 32);
    final long r1 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s4 + over;
    high = s5 + (low >>> 32);
    final long r2 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s6 + over;
    high = s7 + (low >>> 32);
    final long r3 = (low & HALF) | (high << 32);
    over = high >>> 32;
    foldAndSettle(out, 0, r0, r1, r2, r3, s8 + (s9 << 32) + over);
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
