package io.argosy.threshold;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys whose polynomial everybody knows, for checks of what is public. */
final class KnownKey {
  static final byte[] CHAIN_CODE = Seeded.sha256(new byte[] {5});

  private KnownKey() {}

  /** A share: the value of 5 + 6 x + 7 x^2 and so on, of t terms. */
  static long[] share(int threshold, int holder) {
    long[][] coefficients = new long[threshold][];
    for (int k = 0; k < threshold; k++) {
      coefficients[k] = Scalars.of(5 + k);
    }
    return Scalars.evaluate(coefficients, holder);
  }

  /** The public halves of the shares, 65 bytes each. */
  static Map<Integer, byte[]> points(int threshold, List<Integer> holders) {
    var points = new TreeMap<Integer, byte[]>();
    holders.forEach(holder -> points.put(holder, Points.generator(share(threshold, holder))));
    return points;
  }

  static SharedKey of(int threshold, List<Integer> holders) {
    byte[] publicKey = Points.generator(Scalars.of(5));
    return new SharedKey(threshold, publicKey, CHAIN_CODE, points(threshold, holders));
  }

  /** What two parties may hold together, of a name's coins. */
  static PairSecrets pair(String name) {
    var coins = new Seeded(name);
    byte[] places = new byte[Puncture.BLOCKS];
    return new PairSecrets(coins.bytes(32), places, keys(coins), keys(coins));
  }

  private static byte[][][] keys(Seeded coins) {
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][32];
    for (byte[][] block : keys) {
      for (byte[] key : block) {
        coins.fill(key);
      }
    }
    return keys;
  }

  /** With the pairs of the names "pair 1" and so on. */
  static KeyShare keyShare(int threshold, List<Integer> holders, int self) {
    var pairs = new TreeMap<Integer, PairSecrets>();
    for (int peer : holders) {
      if (peer != self) {
        pairs.put(peer, pair("pair " + peer));
      }
    }
    return new KeyShare(self, of(threshold, holders), share(threshold, self), pairs);
  }
}
