package io.argosy.threshold;

import java.util.Arrays;

/**
 * What one party shares with one peer for the life of an epoch, as key generation makes it: a seed
 * for zero shares, and the oblivious transfers of both directions. {@link KeyShare} keeps it, in
 * this order, outside the heap.
 *
 * @param zeroSeed 32 bytes, the same at both
 * @param places as sender of extended transfers: the secret places of 64 blocks
 * @param punctured as sender: keys by block and leaf, all but the one at the place
 * @param whole as receiver: all keys by block and leaf
 */
record PairSecrets(byte[] zeroSeed, byte[] places, byte[][][] punctured, byte[][][] whole) {
  static final int SEED = 32;
  private static final int KEYS = Puncture.BLOCKS * Puncture.LEAVES * 32;
  static final int PLACES_AT = SEED;
  static final int PUNCTURED_AT = PLACES_AT + Puncture.BLOCKS;
  static final int WHOLE_AT = PUNCTURED_AT + KEYS;
  static final int BYTES = WHOLE_AT + KEYS;

  void write(Message out) {
    out.bytes(zeroSeed).bytes(places);
    for (byte[][][] keys : new byte[][][][] {punctured, whole}) {
      for (byte[][] block : keys) {
        for (byte[] key : block) {
          out.bytes(key);
        }
      }
    }
  }

  void wipe() {
    Arrays.fill(zeroSeed, (byte) 0);
    Arrays.fill(places, (byte) 0);
    Puncture.wipe(punctured);
    Puncture.wipe(whole);
  }
}
