package io.argosy.threshold;

/**
 * Squares in secp256k1's field on limbs of 52 bits: a product's low and high 52 bits are added to
 * their columns without a carry, and a square needs 15 products. Hash to curve spends its time in
 * long runs of squares. No branch and no index depends on a value.
 */
final class Squares {
  private static final int LIMBS = 5;
  private static final long LOW = (1L << 52) - 1;

  /** 2^256 modulo p, and 2^260. */
  private static final long C = 0x1000003D1L;

  private static final long R = C << 4;

  private Squares() {}

  /** Replaces all numbers, of four words each and below p, by their 2^times-th powers. */
  static void run(long[] all, int times) {
    int count = all.length / 4;
    long[] limbs = new long[LIMBS * count];
    for (int i = 0; i < count; i++) {
      split(limbs, LIMBS * i, all, 4 * i);
    }
    // Side by side, for one square need not await another number's.
    for (int time = 0; time < times; time++) {
      for (int at = 0; at < limbs.length; at += LIMBS) {
        square(limbs, at);
      }
    }
    for (int i = 0; i < count; i++) {
      join(all, 4 * i, limbs, LIMBS * i);
    }
  }

  private static void split(long[] out, int o, long[] in, int at) {
    out[o] = in[at] & LOW;
    out[o + 1] = (in[at] >>> 52 | in[at + 1] << 12) & LOW;
    out[o + 2] = (in[at + 1] >>> 40 | in[at + 2] << 24) & LOW;
    out[o + 3] = (in[at + 2] >>> 28 | in[at + 3] << 36) & LOW;
    out[o + 4] = in[at + 3] >>> 16;
  }

  /** The second limb may have a little more than 52 bits. */
  private static void join(long[] out, int o, long[] in, int at) {
    final long a1 = in[at + 1];
    final long a2 = in[at + 2] + (a1 >>> 52);
    final long a3 = in[at + 3] + (a2 >>> 52);
    final long a4 = in[at + 4] + (a3 >>> 52);
    Field.settle(
        out,
        o,
        in[at] | a1 << 52,
        (a1 & LOW) >>> 12 | a2 << 40,
        (a2 & LOW) >>> 24 | a3 << 28,
        (a3 & LOW) >>> 36 | a4 << 16,
        a4 >>> 48);
  }

  /** The bits of a product from the 52nd. */
  private static long high(long a, long b) {
    return Math.unsignedMultiplyHigh(a << 6, b << 6);
  }

  private static void square(long[] all, int at) {
    final long a0 = all[at];
    final long a1 = all[at + 1];
    final long a2 = all[at + 2];
    final long a3 = all[at + 3];
    final long a4 = all[at + 4];
    final long d0 = a0 << 1;
    final long d1 = a1 << 1;
    final long d2 = a2 << 1;
    final long d3 = a3 << 1;
    final long c0 = ((a0 * a0) & LOW);
    final long c1 = high(a0, a0) + ((d0 * a1) & LOW);
    final long c2 = high(d0, a1) + ((d0 * a2) & LOW) + ((a1 * a1) & LOW);
    final long c3 = high(d0, a2) + ((d0 * a3) & LOW) + high(a1, a1) + ((d1 * a2) & LOW);
    final long c4 =
        high(d0, a3) + ((d0 * a4) & LOW) + high(d1, a2) + ((d1 * a3) & LOW) + ((a2 * a2) & LOW);
    final long c5 =
        high(d0, a4) + high(d1, a3) + ((d1 * a4) & LOW) + high(a2, a2) + ((d2 * a3) & LOW);
    final long c6 = high(d1, a4) + high(d2, a3) + ((d2 * a4) & LOW) + ((a3 * a3) & LOW);
    final long c7 = high(d2, a4) + high(a3, a3) + ((d3 * a4) & LOW);
    final long c8 = high(d3, a4) + ((a4 * a4) & LOW);
    final long c9 = high(a4, a4);
    // Columns from the fifth stand for multiples of 2^260.
    long r0 = c0 + ((c5 * R) & LOW);
    long r1 = c1 + high(c5, R) + ((c6 * R) & LOW) + (r0 >>> 52);
    long r2 = c2 + high(c6, R) + ((c7 * R) & LOW) + (r1 >>> 52);
    long r3 = c3 + high(c7, R) + ((c8 * R) & LOW) + (r2 >>> 52);
    long r4 = c4 + high(c8, R) + ((c9 * R) & LOW) + (r3 >>> 52);
    final long over = (r4 >>> 48) + (high(c9, R) << 4);
    r0 = (r0 & LOW) + ((over * C) & LOW);
    all[at] = r0 & LOW;
    all[at + 1] = (r1 & LOW) + high(over, C) + (r0 >>> 52);
    all[at + 2] = r2 & LOW;
    all[at + 3] = r3 & LOW;
    all[at + 4] = r4 & (LOW >>> 4);
  }
}
