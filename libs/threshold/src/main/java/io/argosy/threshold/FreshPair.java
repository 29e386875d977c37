package io.argosy.threshold;

import java.util.Arrays;

/**
 * What one party holds of a pair after {@link PairRenewal}, to be put into its share. Owns its
 * secrets, never prints them. Confined to one thread.
 */
public final class FreshPair implements AutoCloseable {
  private final int peer;
  private final byte[] secrets;

  FreshPair(int peer, PairSecrets pair) {
    this.peer = peer;
    var out = new Message(PairSecrets.BYTES);
    pair.write(out);
    this.secrets = out.build();
    pair.wipe();
  }

  /** Index of the other party. */
  public int peer() {
    return peer;
  }

  /** 32 bytes that both parties see alike when they hold what the same renewal made. */
  public byte[] setup() {
    return PairRenewal.setup(Arrays.copyOf(secrets, 32));
  }

  byte[] secrets() {
    return secrets;
  }

  @Override
  public void close() {
    Arrays.fill(secrets, (byte) 0);
  }

  @Override
  public String toString() {
    return "FreshPair[" + peer + "]";
  }
}
