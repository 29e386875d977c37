package io.argosy.threshold;

/** Rows of bits, 64 a word, the lowest bit first. No branch and no index depends on a bit. */
final class BitMatrix {
  private BitMatrix() {}

  static void xor(long[] into, long[] other) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= other[i];
    }
  }

  /** into ^= a ^ b where the mask is all ones. */
  static void xorMasked(long[] into, long[] a, long[] b, long mask) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= (a[i] ^ b[i]) & mask;
    }
  }

  /** The parity of the bits that two rows have in common, over the first words. */
  static long parity(long[] a, long[] b, int words) {
    long sum = 0;
    for (int w = 0; w < words; w++) {
      sum ^= a[w] & b[w];
    }
    return Long.bitCount(sum) & 1;
  }

  /**
   * Turns 256 rows into one 256-bit number a column, four words each, for the 64 columns of a word.
   */
  static void columns(long[][] rows, int word, long[] out) {
    long[] square = new long[64];
    for (int group = 0; group < 4; group++) {
      for (int i = 0; i < 64; i++) {
        square[i] = rows[64 * group + i][word];
      }
      transpose(square);
      for (int i = 0; i < 64; i++) {
        out[4 * i + group] = square[i];
      }
    }
  }

  /** A 64 by 64 matrix in place (Warren, Hacker's Delight, 7-3, for the lowest bit first). */
  private static void transpose(long[] a) {
    long mask = 0x00000000FFFFFFFFL;
    for (int j = 32; j != 0; j >>= 1, mask ^= mask << j) {
      for (int k = 0; k < 64; k = (k + j + 1) & ~j) {
        long t = ((a[k] >>> j) ^ a[k + j]) & mask;
        a[k] ^= t << j;
        a[k + j] ^= t;
      }
    }
  }
}
