package io.argosy.threshold;

import java.util.Arrays;

/**
 * What one party shares with one peer for the life of an epoch: a seed for zero shares, and the
 * oblivious transfers of both directions.
 *
 * @param zeroSeed 32 bytes, the same at both
 * @param places as sender of extended transfers: the secret places of 64 blocks
 * @param punctured as sender: keys by block and leaf, all but the one at the place
 * @param whole as receiver: all keys by block and leaf
 */
record PairSecrets(byte[] zeroSeed, byte[] places, byte[][][] punctured, byte[][][] whole) {
  private static final int KEYS = Puncture.BLOCKS * Puncture.LEAVES * 32;
  static final int BYTES = 32 + Puncture.BLOCKS + 2 * KEYS;

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

  static PairSecrets read(Fields in) {
    return new PairSecrets(in.bytes(32), in.bytes(Puncture.BLOCKS), readKeys(in), readKeys(in));
  }

  private static byte[][][] readKeys(Fields in) {
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][];
    for (byte[][] block : keys) {
      for (int i = 0; i < Puncture.LEAVES; i++) {
        block[i] = in.bytes(32);
      }
    }
    return keys;
  }

  void wipe() {
    Arrays.fill(zeroSeed, (byte) 0);
    Arrays.fill(places, (byte) 0);
    Puncture.wipe(punctured);
    Puncture.wipe(whole);
  }
}
