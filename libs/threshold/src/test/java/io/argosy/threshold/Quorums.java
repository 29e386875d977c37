package io.argosy.threshold;

import java.util.ArrayList;
import java.util.List;

/** All sets of t of n parties. */
final class Quorums {
  private Quorums() {}

  static List<int[]> of(int t, int n) {
    var all = new ArrayList<int[]>();
    for (int bits = 0; bits < 1 << n; bits++) {
      if (Integer.bitCount(bits) == t) {
        int chosen = bits;
        all.add(
            java.util.stream.IntStream.rangeClosed(1, n)
                .filter(i -> (chosen >> (i - 1) & 1) == 1)
                .toArray());
      }
    }
    return all;
  }
}
