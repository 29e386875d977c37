package io.argosy.threshold;

import java.util.Arrays;

/**
 * Arithmetic of secp256k1's field, modulo p = 2^256 - 2^32 - 977 (SEC 2), on numbers below p. No
 * branch and no index depends on a value.
 */
final class Field {
  /** 2^256 - p. */
  private static final long C = 0x1000003D1L;

  private static final long HALF = 0xFFFFFFFFL;

  private Field() {}

  /** Reads 32 big-endian bytes, reduced. */
  static void read(long[] out, int o, byte[] in, int at) {
    Limbs.read(out, o, in, at);
    settle(out, o, out[o], out[o + 1], out[o + 2], out[o + 3], 0);
  }

  /** Subtracts p once where the number, of 257 bits, is p or more. */
  static void settle(long[] out, int o, long r0, long r1, long r2, long r3, long over) {
    long t0 = r0 + C;
    long k = Limbs.carry(r0, C, t0);
    long t1 = r1 + k;
    k = Limbs.carry(r1, k, t1);
    long t2 = r2 + k;
    k = Limbs.carry(r2, k, t2);
    long t3 = r3 + k;
    long mask = -(over | Limbs.carry(r3, k, t3));
    out[o] = (t0 & mask) | (r0 & ~mask);
    out[o + 1] = (t1 & mask) | (r1 & ~mask);
    out[o + 2] = (t2 & mask) | (r2 & ~mask);
    out[o + 3] = (t3 & mask) | (r3 & ~mask);
  }

  /** out = a + b. */
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

  /** out = -a: p - a, which is ~a - (C - 1), and zero for zero. */
  static void negate(long[] out, int o, long[] a, int x) {
    long any = a[x] | a[x + 1] | a[x + 2] | a[x + 3];
    long mask = (any | -any) >> 63;
    long r0 = ~a[x] - (C - 1);
    long borrow = Limbs.carry(r0, C - 1, ~a[x]);
    long r1 = ~a[x + 1] - borrow;
    borrow = Limbs.carry(r1, borrow, ~a[x + 1]);
    long r2 = ~a[x + 2] - borrow;
    borrow = Limbs.carry(r2, borrow, ~a[x + 2]);
    out[o] = r0 & mask;
    out[o + 1] = r1 & mask;
    out[o + 2] = r2 & mask;
    out[o + 3] = (~a[x + 3] - borrow) & mask;
  }

  /**
   * out = a * b. Products are added by halves of words, so that nothing waits for a carry until all
   * are there: hash to curve spends its time here.
   */
  static void multiply(long[] out, int o, long[] a, int x, long[] b, int y) {
    final long a0 = a[x + 0];
    final long a1 = a[x + 1];
    final long a2 = a[x + 2];
    final long a3 = a[x + 3];
    final long b0 = b[y + 0];
    final long b1 = b[y + 1];
    final long b2 = b[y + 2];
    final long b3 = b[y + 3];
    long low;
    long high;
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
    long s12 = 0;
    long s13 = 0;
    long s14 = 0;
    long s15 = 0;
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
    long over;
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
    low = s8 + over;
    high = s9 + (low >>> 32);
    final long r4 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s10 + over;
    high = s11 + (low >>> 32);
    final long r5 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s12 + over;
    high = s13 + (low >>> 32);
    final long r6 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s14 + over;
    high = s15 + (low >>> 32);
    final long r7 = (low & HALF) | (high << 32);
    over = high >>> 32;
    // 2^256 is C modulo p: fold the high half, and then what overflows.
    s0 = r0 & HALF;
    s1 = r0 >>> 32;
    s2 = r1 & HALF;
    s3 = r1 >>> 32;
    s4 = r2 & HALF;
    s5 = r2 >>> 32;
    s6 = r3 & HALF;
    s7 = r3 >>> 32;
    s8 = 0;
    s9 = 0;
    low = r4 * C;
    high = Math.unsignedMultiplyHigh(r4, C);
    s0 += low & HALF;
    s1 += low >>> 32;
    s2 += high & HALF;
    s3 += high >>> 32;
    low = r5 * C;
    high = Math.unsignedMultiplyHigh(r5, C);
    s2 += low & HALF;
    s3 += low >>> 32;
    s4 += high & HALF;
    s5 += high >>> 32;
    low = r6 * C;
    high = Math.unsignedMultiplyHigh(r6, C);
    s4 += low & HALF;
    s5 += low >>> 32;
    s6 += high & HALF;
    s7 += high >>> 32;
    low = r7 * C;
    high = Math.unsignedMultiplyHigh(r7, C);
    s6 += low & HALF;
    s7 += low >>> 32;
    s8 += high & HALF;
    s9 += high >>> 32;
    low = s0;
    high = s1 + (low >>> 32);
    final long t0 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s2 + over;
    high = s3 + (low >>> 32);
    final long t1 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s4 + over;
    high = s5 + (low >>> 32);
    final long t2 = (low & HALF) | (high << 32);
    over = high >>> 32;
    low = s6 + over;
    high = s7 + (low >>> 32);
    final long t3 = (low & HALF) | (high << 32);
    over = high >>> 32;
    // Below 2^34, so that its product with C, of 33 bits, has two words.
    over += s8 + (s9 << 32);
    low = over * C;
    final long u0 = t0 + low;
    long k = Limbs.carry(t0, low, u0) + Math.unsignedMultiplyHigh(over, C);
    final long u1 = t1 + k;
    k = Limbs.carry(t1, k, u1);
    final long u2 = t2 + k;
    k = Limbs.carry(t2, k, u2);
    final long u3 = t3 + k;
    settle(out, o, u0, u1, u2, u3, Limbs.carry(t3, k, u3));
  }

  /** Of each number a^(2^times) * b. */
  private static long[] shifted(long[] a, int times, long[] b) {
    long[] out = a.clone();
    Squares.run(out, times);
    for (int at = 0; at < out.length; at += 4) {
      multiply(out, at, out, at, b, at);
    }
    return out;
  }

  /** a^(2^223 - 1), a^(2^22 - 1) and a^3, with which p's exponents begin. */
  private static long[][] runs(long[] a) {
    long[] x2 = shifted(a, 1, a);
    long[] x3 = shifted(x2, 1, a);
    long[] x6 = shifted(x3, 3, x3);
    long[] x9 = shifted(x6, 3, x3);
    long[] x11 = shifted(x9, 2, x2);
    long[] x22 = shifted(x11, 11, x11);
    long[] x44 = shifted(x22, 22, x22);
    long[] x88 = shifted(x44, 44, x44);
    long[] x176 = shifted(x88, 88, x88);
    long[] x220 = shifted(x176, 44, x44);
    return new long[][] {shifted(x220, 3, x3), x22, x2};
  }

  /** Of each number a^((p - 3) / 4): 223 ones, a zero, 22 ones, 00001011. */
  static long[] rootPowers(long[] all) {
    long[][] runs = runs(all);
    long[] r = shifted(runs[0], 23, runs[1]);
    r = shifted(r, 5, all);
    return shifted(r, 3, runs[2]);
  }

  /** 1 / a, and 0 for 0: a^(p - 2), 223 ones, a zero, 22 ones, 0000101101. */
  static long[] inverse(long[] a) {
    return shifted(rootPowers(a), 2, a);
  }

  /** Inverts many numbers in place with one inversion; a zero stays zero. */
  static void invertAll(long[] all) {
    int count = all.length / 4;
    long[] products = new long[4 * count + 4];
    products[0] = 1;
    long[] one = {1, 0, 0, 0};
    long[] zero = new long[4];
    long[] factor = new long[4];
    for (int i = 0; i < count; i++) {
      Limbs.choose(factor, 0, Limbs.equal(all, 4 * i, zero, 0), one, 0, all, 4 * i);
      multiply(products, 4 * i + 4, products, 4 * i, factor, 0);
    }
    long[] inverse = inverse(Arrays.copyOfRange(products, 4 * count, 4 * count + 4));
    for (int i = count - 1; i >= 0; i--) {
      long none = Limbs.equal(all, 4 * i, zero, 0);
      Limbs.choose(factor, 0, none, one, 0, all, 4 * i);
      multiply(products, 4 * i, products, 4 * i, inverse, 0);
      multiply(inverse, 0, inverse, 0, factor, 0);
      Limbs.choose(all, 4 * i, none, zero, 0, products, 4 * i);
    }
  }
}
