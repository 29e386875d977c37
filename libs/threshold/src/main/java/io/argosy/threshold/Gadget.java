package io.argosy.threshold;

/** The public vector g with which bits become a number modulo q: from a hash that nobody chose. */
final class Gadget {
  static final int WIDTH = 512;

  /** Tight numbers, four words each. */
  static final long[] WORDS = words();

  /** The same by 32-bit places, each with all numbers one after the other. */
  private static final long[][] HALVES = halves();

  private Gadget() {}

  private static long[] words() {
    long[] out = new long[4 * WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      Order.read(out, 4 * j, Hash.tagged("gadget").number(j).digest(), 0);
    }
    return out;
  }

  private static long[][] halves() {
    long[][] out = new long[8][WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      for (int w = 0; w < 8; w++) {
        out[w][j] = WORDS[4 * j + w / 2] >>> (32 * (w % 2)) & 0xFFFFFFFFL;
      }
    }
    return out;
  }

  /** The sum of those whose mask is all ones; the others' is zero. */
  static long[] sum(long[] masks) {
    long[] sums = new long[Products.SUMS];
    for (int w = 0; w < 8; w++) {
      long[] half = HALVES[w];
      long sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        sum += half[j] & masks[j];
      }
      sums[w] = sum;
    }
    long[] out = new long[4];
    Products.reduce(out, 0, sums);
    return out;
  }
}
