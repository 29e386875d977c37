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
  private static final byte FORMAT = 2;
  private static final int HEAD = 3;
  private final int self;
  private final SharedKey key;
  private final long[] secret;
  private final Map<Integer, PairSecrets> pairs;
  private volatile boolean wiped;

  KeyShare(int self, SharedKey key, long[] secret, Map<Integer, PairSecrets> pairs) {
    this.self = self;
    this.key = key;
    this.secret = secret;
    this.pairs = new TreeMap<>(pairs);
  }

  /** This party's index. */
  public int self() {
    return self;
  }

  /** What everybody may know of the key. */
  public SharedKey key() {
    return key;
  }

  /** Signatures required, t. */
  public int threshold() {
    return key.threshold();
  }

  /** The key's public half, compressed (33 bytes). */
  public byte[] publicKey() {
    return key.publicKey();
  }

  /** 32 public bytes for the derivation of child keys (BIP-32). */
  public byte[] chainCode() {
    return key.chainCode();
  }

  long[] secret() {
    requireLive();
    return secret;
  }

  PairSecrets pair(int peer) {
    requireLive();
    return Objects.requireNonNull(pairs.get(peer), "no such peer");
  }

  private void requireLive() {
    if (wiped) {
      throw new IllegalStateException("a share was used after its close");
    }
  }

  private static int bytes(int holders) {
    return HEAD + SharedKey.bytes(holders) + 32 + (holders - 1) * PairSecrets.BYTES;
  }

  /** The whole share, for sealing; the caller wipes the bytes. */
  public byte[] encodeSecret() {
    requireLive();
    int holders = key.holders().size();
    var out = new Message(bytes(holders));
    out.bytes(new byte[] {FORMAT, (byte) self, (byte) holders});
    key.write(out);
    out.scalar(secret);
    pairs.values().forEach(pair -> pair.write(out));
    return out.build();
  }

  /** Reads {@link #encodeSecret}. */
  public static KeyShare decode(byte[] bytes) {
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      throw new IllegalArgumentException("not a share of format " + FORMAT);
    }
    int self = bytes[1];
    try {
      int holders = bytes[2];
      var in = Fields.of(Map.of(self, bytes), self, bytes(holders));
      in.skip(HEAD);
      var key = SharedKey.read(in, holders);
      long[] secret = in.scalar();
      requireOwn(key, self, secret);
      var pairs = new TreeMap<Integer, PairSecrets>();
      for (int peer : key.holders()) {
        if (peer != self) {
          pairs.put(peer, PairSecrets.read(in));
        }
      }
      return new KeyShare(self, key, secret, pairs);
    } catch (ProtocolFault e) {
      throw new IllegalArgumentException("not a share: " + e.getMessage(), e);
    }
  }

  private static void requireOwn(SharedKey key, int self, long[] secret) {
    boolean zero = Limbs.isZero(secret, 0);
    if (zero || !Arrays.equals(Points.generator(Scalars.bytes(secret)), key.publicShare(self))) {
      throw new IllegalArgumentException("not the share of this public share");
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
    return "KeyShare[" + self + " of " + key.holders().size() + "]";
  }
}
