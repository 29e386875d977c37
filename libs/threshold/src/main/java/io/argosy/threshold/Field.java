package io.argosy.threshold;

/**
 * Arithmetic of secp256k1's field, modulo p = 2^256 - 2^32 - 977 (SEC 2), on numbers below p. No
 * branch and no index depends on a value.
 */
final class Field {
  /** 2^256 - p. */
  private static final long C = 0x1000003D1L;

  private Field() {}

  /** Reads 32 big-endian bytes, reduced. */
  static void read(long[] out, int o, byte[] in, int at) {
    Limbs.read(out, o, in, at);
    settle(out, o, out[o], out[o + 1], out[o + 2], out[o + 3], 0);
  }

  /** Subtracts p once where the number, of 257 bits, is p or more. */
  private static void settle(long[] out, int o, long r0, long r1, long r2, long r3, long over) {
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

  /** out = a * b, unrolled: hash to curve spends its time here. */
  static void multiply(long[] out, int o, long[] a, int x, long[] b, int y) {
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
    over = high + Limbs.carry(low, over, r1);
    low = a0 * b2;
    high = Math.unsignedMultiplyHigh(a0, b2);
    long r2 = low + over;
    over = high + Limbs.carry(low, over, r2);
    low = a0 * b3;
    high = Math.unsignedMultiplyHigh(a0, b3);
    long r3 = low + over;
    over = high + Limbs.carry(low, over, r3);
    long r4 = over;
    low = a1 * b0;
    high = Math.unsignedMultiplyHigh(a1, b0);
    s = r1 + low;
    over = high + Limbs.carry(r1, low, s);
    r1 = s;
    low = a1 * b1;
    high = Math.unsignedMultiplyHigh(a1, b1);
    s = r2 + low;
    high += Limbs.carry(r2, low, s);
    r2 = s + over;
    over = high + Limbs.carry(s, over, r2);
    low = a1 * b2;
    high = Math.unsignedMultiplyHigh(a1, b2);
    s = r3 + low;
    high += Limbs.carry(r3, low, s);
    r3 = s + over;
    over = high + Limbs.carry(s, over, r3);
    low = a1 * b3;
    high = Math.unsignedMultiplyHigh(a1, b3);
    s = r4 + low;
    high += Limbs.carry(r4, low, s);
    r4 = s + over;
    over = high + Limbs.carry(s, over, r4);
    long r5 = over;
    low = a2 * b0;
    high = Math.unsignedMultiplyHigh(a2, b0);
    s = r2 + low;
    over = high + Limbs.carry(r2, low, s);
    r2 = s;
    low = a2 * b1;
    high = Math.unsignedMultiplyHigh(a2, b1);
    s = r3 + low;
    high += Limbs.carry(r3, low, s);
    r3 = s + over;
    over = high + Limbs.carry(s, over, r3);
    low = a2 * b2;
    high = Math.unsignedMultiplyHigh(a2, b2);
    s = r4 + low;
    high += Limbs.carry(r4, low, s);
    r4 = s + over;
    over = high + Limbs.carry(s, over, r4);
    low = a2 * b3;
    high = Math.unsignedMultiplyHigh(a2, b3);
    s = r5 + low;
    high += Limbs.carry(r5, low, s);
    r5 = s + over;
    over = high + Limbs.carry(s, over, r5);
    long r6 = over;
    low = a3 * b0;
    high = Math.unsignedMultiplyHigh(a3, b0);
    s = r3 + low;
    over = high + Limbs.carry(r3, low, s);
    r3 = s;
    low = a3 * b1;
    high = Math.unsignedMultiplyHigh(a3, b1);
    s = r4 + low;
    high += Limbs.carry(r4, low, s);
    r4 = s + over;
    over = high + Limbs.carry(s, over, r4);
    low = a3 * b2;
    high = Math.unsignedMultiplyHigh(a3, b2);
    s = r5 + low;
    high += Limbs.carry(r5, low, s);
    r5 = s + over;
    over = high + Limbs.carry(s, over, r5);
    low = a3 * b3;
    high = Math.unsignedMultiplyHigh(a3, b3);
    s = r6 + low;
    high += Limbs.carry(r6, low, s);
    r6 = s + over;
    over = high + Limbs.carry(s, over, r6);
    long r7 = over;
    // 2^256 is c modulo p: fold the high half, then what overflows.
    low = r4 * C;
    high = Math.unsignedMultiplyHigh(r4, C);
    s = r0 + low;
    over = high + Limbs.carry(r0, low, s);
    r0 = s;
    low = r5 * C;
    high = Math.unsignedMultiplyHigh(r5, C);
    s = r1 + low;
    high += Limbs.carry(r1, low, s);
    r1 = s + over;
    over = high + Limbs.carry(s, over, r1);
    low = r6 * C;
    high = Math.unsignedMultiplyHigh(r6, C);
    s = r2 + low;
    high += Limbs.carry(r2, low, s);
    r2 = s + over;
    over = high + Limbs.carry(s, over, r2);
    low = r7 * C;
    high = Math.unsignedMultiplyHigh(r7, C);
    s = r3 + low;
    high += Limbs.carry(r3, low, s);
    r3 = s + over;
    over = high + Limbs.carry(s, over, r3);
    low = over * C;
    high = Math.unsignedMultiplyHigh(over, C);
    s = r0 + low;
    over = high + Limbs.carry(r0, low, s);
    r0 = s;
    s = r1 + over;
    over = Limbs.carry(r1, over, s);
    r1 = s;
    s = r2 + over;
    over = Limbs.carry(r2, over, s);
    r2 = s;
    s = r3 + over;
    over = Limbs.carry(r3, over, s);
    r3 = s;
    // At most one overflow is left, and then the rest is small.
    s = r0 + (C & -over);
    over = Limbs.carry(r0, C & -over, s);
    r0 = s;
    s = r1 + over;
    over = Limbs.carry(r1, over, s);
    r1 = s;
    s = r2 + over;
    over = Limbs.carry(r2, over, s);
    r2 = s;
    s = r3 + over;
    over = Limbs.carry(r3, over, s);
    r3 = s;
    settle(out, o, r0, r1, r2, r3, 0);
  }

  /** a squared so many times. */
  private static void square(long[] a, int times) {
    for (int i = 0; i < times; i++) {
      multiply(a, 0, a, 0, a, 0);
    }
  }

  /** a^(2^times) * b, in a new array. */
  private static long[] shifted(long[] a, int times, long[] b) {
    long[] out = a.clone();
    square(out, times);
    multiply(out, 0, out, 0, b, 0);
    return out;
  }

  /** a^(2^223 - 1) and a^(2^22 - 1), with which p's exponents begin. */
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

  /** out = a^((p - 3) / 4): 223 ones, a zero, 22 ones, 00001011. */
  static void rootPower(long[] out, int o, long[] a, int x) {
    long[] base = {a[x], a[x + 1], a[x + 2], a[x + 3]};
    long[][] runs = runs(base);
    long[] r = shifted(runs[0], 23, runs[1]);
    r = shifted(r, 5, base);
    r = shifted(r, 3, runs[2]);
    System.arraycopy(r, 0, out, o, 4);
  }

  /** out = 1 / a, and 0 for 0: a^(p - 2), 223 ones, a zero, 22 ones, 0000101101. */
  static void invert(long[] out, int o, long[] a, int x) {
    long[] base = {a[x], a[x + 1], a[x + 2], a[x + 3]};
    long[][] runs = runs(base);
    long[] r = shifted(runs[0], 23, runs[1]);
    r = shifted(r, 5, base);
    r = shifted(r, 3, runs[2]);
    r = shifted(r, 2, base);
    System.arraycopy(r, 0, out, o, 4);
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
    long[] inverse = new long[4];
    invert(inverse, 0, products, 4 * count);
    for (int i = count - 1; i >= 0; i--) {
      long none = Limbs.equal(all, 4 * i, zero, 0);
      Limbs.choose(factor, 0, none, one, 0, all, 4 * i);
      multiply(products, 4 * i, products, 4 * i, inverse, 0);
      multiply(inverse, 0, inverse, 0, factor, 0);
      Limbs.choose(all, 4 * i, none, zero, 0, products, 4 * i);
    }
  }
}
