package io.argosy.threshold;

import java.util.Arrays;

/**
 * Randomness of a session from three sources together: the share, the session and local randomness.
 * A machine that was cloned, or whose generator fails, repeats no nonce as long as the session is
 * another. Confined to one thread.
 */
final class Hedged implements Randomness {
  private static final int BLOCK = 4096;
  private final byte[] key;
  private final Stream stream = new Stream(BLOCK);
  private byte[] pool = new byte[0];
  private int used;
  private int blocks;

  Hedged(KeyShare share, byte[] sid, Randomness local) {
    long[] scalar = share.secret();
    byte[] secret = Scalars.bytes(scalar);
    key =
        Hash.tagged("hedge")
            .bytes(secret)
            .bytes(sid)
            .number(share.self())
            .bytes(local.bytes(32))
            .digest();
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(scalar, 0);
  }

  @Override
  public void fill(byte[] out) {
    for (int done = 0; done < out.length; ) {
      if (used == pool.length) {
        byte[] next = Hash.tagged("hedge block").bytes(key).number(blocks++).digest();
        pool = stream.bytes(next);
        used = 0;
      }
      int take = Math.min(out.length - done, pool.length - used);
      System.arraycopy(pool, used, out, done, take);
      Arrays.fill(pool, used, used + take, (byte) 0);
      used += take;
      done += take;
    }
  }

  void wipe() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(pool, (byte) 0);
  }
}
