package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.hash;

import java.math.BigInteger;

/** A party's hedged coins, from the specification's text. */
final class SlowCoins implements Randomness {
  private final byte[] key;
  private byte[] pool = new byte[0];
  private int used;
  private int blocks;

  SlowCoins(BigInteger share, byte[] sid, int self, Randomness local) {
    this.key = hash("hedge", SlowHash.scalar(share), sid, self, local.bytes(32));
  }

  @Override
  public void fill(byte[] out) {
    for (int i = 0; i < out.length; i++) {
      if (used == pool.length) {
        pool = SlowHash.stream(hash("hedge block", key, blocks++), 4096);
        used = 0;
      }
      out[i] = pool[used++];
    }
  }
}
