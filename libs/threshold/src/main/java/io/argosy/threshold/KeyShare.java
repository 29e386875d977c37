package io.argosy.threshold;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One party's share of one key in one epoch, with what it shares with each peer. Owns its secrets,
 * wipes them at close, never prints them. Sessions may read it in parallel; close it after them.
 */
public final class KeyShare implements AutoCloseable {
  private static final byte FORMAT = 1;
  private final int self;
  private final int threshold;
  private final int parties;
  private final byte[] publicKey;
  private final byte[] chainCode;
  private final long[] secret;
  private final Map<Integer, PairSecrets> pairs;
  private volatile boolean wiped;

  KeyShare(
      int self,
      int threshold,
      int parties,
      byte[] publicKey,
      byte[] chainCode,
      long[] secret,
      Map<Integer, PairSecrets> pairs) {
    this.self = self;
    this.threshold = threshold;
    this.parties = parties;
    this.publicKey = publicKey;
    this.chainCode = chainCode;
    this.secret = secret;
    this.pairs = new TreeMap<>(pairs);
  }

  /** This party's index, 1 to n. */
  public int self() {
    return self;
  }

  /** Signatures required, t. */
  public int threshold() {
    return threshold;
  }

  /** Shares, n. */
  public int parties() {
    return parties;
  }

  /** The key's public half, compressed (33 bytes). */
  public byte[] publicKey() {
    return Points.compress(publicKey);
  }

  /** 32 public bytes for the derivation of child keys (BIP-32). */
  public byte[] chainCode() {
    return chainCode.clone();
  }

  byte[] publicPoint() {
    return publicKey;
  }

  long[] secret() {
    requireLive();
    return secret;
  }

  PairSecrets pair(int peer) {
    requireLive();
    return Objects.requireNonNull(pairs.get(peer), "no such peer");
  }

  /** 32 bytes that this party and a peer see alike while they hold what the same set-up made. */
  public byte[] setup(int peer) {
    return PairRenewal.setup(pair(peer).zeroSeed());
  }

  /** The same share with what a pair holds set up afresh; the caller closes both. */
  public KeyShare with(FreshPair fresh) {
    return withPair(fresh.peer(), fresh.secrets());
  }

  /**
   * The same share with noise in the place of a pair, which no peer holds: no session runs with it.
   * The caller closes both.
   */
  public KeyShare without(int peer, Randomness noise) {
    return withPair(peer, noise.bytes(PairSecrets.BYTES));
  }

  /** Pairs stand at the end of the encoding, in the order of their indexes. */
  private KeyShare withPair(int peer, byte[] secrets) {
    requireLive();
    long behind = pairs.keySet().stream().filter(other -> other >= peer).count();
    byte[] bytes = encodeSecret();
    int at = bytes.length - (int) behind * PairSecrets.BYTES;
    System.arraycopy(secrets, 0, bytes, at, PairSecrets.BYTES);
    try {
      return decode(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void requireLive() {
    if (wiped) {
      throw new IllegalStateException("a share was used after its close");
    }
  }

  private static int bytes(int parties) {
    return 4 + Points.COMPRESSED + 64 + (parties - 1) * PairSecrets.BYTES;
  }

  /** The whole share, for sealing; the caller wipes the bytes. */
  public byte[] encodeSecret() {
    requireLive();
    var out = new Message(bytes(parties));
    out.bytes(new byte[] {FORMAT, (byte) self, (byte) threshold, (byte) parties});
    out.point(publicKey).bytes(chainCode).scalar(secret);
    pairs.values().forEach(pair -> pair.write(out));
    return out.build();
  }

  /** Reads {@link #encodeSecret}. */
  public static KeyShare decode(byte[] bytes) {
    if (bytes.length < 4 || bytes[0] != FORMAT) {
      throw new IllegalArgumentException("not a share of format 1");
    }
    int self = bytes[1];
    int parties = bytes[3];
    try {
      var in = Fields.of(Map.of(self, bytes), self, bytes(parties));
      byte[] head = in.bytes(4);
      byte[] publicKey = in.point();
      byte[] chainCode = in.bytes(32);
      long[] secret = in.scalar();
      var pairs = new TreeMap<Integer, PairSecrets>();
      for (int peer = 1; peer <= parties; peer++) {
        if (peer != self) {
          pairs.put(peer, PairSecrets.read(in));
        }
      }
      return new KeyShare(self, head[2], parties, publicKey, chainCode, secret, pairs);
    } catch (ProtocolFault e) {
      throw new IllegalArgumentException("not a share: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    wiped = true;
    Arrays.fill(secret, 0);
    pairs.values().forEach(PairSecrets::wipe);
  }

  @Override
  public String toString() {
    return "KeyShare[" + self + " of " + parties + "]";
  }
}
