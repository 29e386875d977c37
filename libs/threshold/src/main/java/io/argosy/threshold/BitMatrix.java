package io.argosy.threshold;

/** Rows of bits, 64 a word, the lowest bit first. No branch and no index depends on a bit. */
final class BitMatrix {
  private static final int TILE = 512;

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

  /**
   * For each row, 128 bits: the parities of what it has in common with each of 128 maps. Goes by
   * tiles that stay in the cache, and by fours, so that a row is loaded once for four maps.
   */
  static long[] parities(long[][] maps, long[][] rows) {
    long[] out = new long[2 * rows.length];
    int words = maps[0].length;
    for (int from = 0; from < words; from += TILE) {
      int to = Math.min(words, from + TILE);
      for (int i = 0; i < maps.length; i += 4) {
        for (int r = 0; r < rows.length; r++) {
          long four = fourParities(rows[r], maps, i, from, to);
          out[2 * r + (i >> 6)] ^= four << (i & 63);
        }
      }
    }
    return out;
  }

  private static long fourParities(long[] row, long[][] maps, int first, int from, int to) {
    long[] map0 = maps[first];
    long[] map1 = maps[first + 1];
    long[] map2 = maps[first + 2];
    long[] map3 = maps[first + 3];
    long sum0 = 0;
    long sum1 = 0;
    long sum2 = 0;
    long sum3 = 0;
    for (int w = from; w < to; w++) {
      long word = row[w];
      sum0 ^= word & map0[w];
      sum1 ^= word & map1[w];
      sum2 ^= word & map2[w];
      sum3 ^= word & map3[w];
    }
    return parity(sum0) | parity(sum1) << 1 | parity(sum2) << 2 | parity(sum3) << 3;
  }

  private static long parity(long word) {
    return Long.bitCount(word) & 1;
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
    swap(a, 32, 0x00000000FFFFFFFFL);
    swap(a, 16, 0x0000FFFF0000FFFFL);
    swap(a, 8, 0x00FF00FF00FF00FFL);
    swap(a, 4, 0x0F0F0F0F0F0F0F0FL);
    swap(a, 2, 0x3333333333333333L);
    swap(a, 1, 0x5555555555555555L);
  }

  private static void swap(long[] a, int by, long mask) {
    for (int block = 0; block < 64; block += 2 * by) {
      for (int k = block; k < block + by; k++) {
        long t = ((a[k] >>> by) ^ a[k + by]) & mask;
        a[k] ^= t << by;
        a[k + by] ^= t;
      }
    }
  }
}
