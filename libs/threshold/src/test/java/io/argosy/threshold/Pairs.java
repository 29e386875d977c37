package io.argosy.threshold;

/** Copies of what a share has with a peer, for tests to look at. */
final class Pairs {
  private Pairs() {}

  static PairSecrets of(KeyShare share, int peer) {
    return new PairSecrets(
        share.zeroSeed(peer),
        share.places(peer),
        keys(share.punctured(peer)),
        keys(share.whole(peer)));
  }

  private static byte[][][] keys(BlockKeys from) {
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][32];
    for (int block = 0; block < keys.length; block++) {
      for (int leaf = 0; leaf < Puncture.LEAVES; leaf++) {
        from.read(block, leaf, keys[block][leaf]);
      }
    }
    return keys;
  }
}
