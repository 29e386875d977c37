package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One party's share of one key in one epoch, with what it shares with each peer. Its secrets live
 * in {@link LockedMemory} from its making to its close; sessions borrow copies of small parts,
 * which they wipe. Never prints them. Sessions may read it in parallel; close it after them.
 */
public final class KeyShare implements AutoCloseable {
  private static final byte FORMAT = 2;
  private static final int HEAD = 3;
  private static final int SCALAR = 32;
  private final int self;
  private final SharedKey key;

  /** The other holders in rising order. */
  private final List<Integer> peers;

  /** The scalar, then the {@link PairSecrets} of each peer in the order of their indexes. */
  private final LockedMemory memory;

  /** Copies the secrets; what was given stays its owner's, who wipes it. */
  KeyShare(int self, SharedKey key, long[] secret, Map<Integer, PairSecrets> pairs) {
    this(self, key, memory(secret, pairs));
  }

  private KeyShare(int self, SharedKey key, LockedMemory memory) {
    this.self = self;
    this.key = key;
    this.peers = key.holders().stream().filter(holder -> holder != self).toList();
    this.memory = memory;
  }

  private static LockedMemory memory(long[] secret, Map<Integer, PairSecrets> pairs) {
    var out = new Message(SCALAR + pairs.size() * PairSecrets.BYTES).scalar(secret);
    new TreeMap<>(pairs).values().forEach(pair -> pair.write(out));
    byte[] plain = out.build();
    try {
      return LockedMemory.copyOf(plain, 0, plain.length);
    } finally {
      out.wipe();
    }
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

  /** Why the system would not lock this share's memory, for people; empty when it is locked. */
  public Optional<String> unlocked() {
    return memory.unlocked();
  }

  /** A copy of the scalar; the caller wipes it. */
  long[] secret() {
    byte[] bytes = memory.copy(0, SCALAR);
    try {
      return Scalars.parse(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** 32 bytes that this party and a peer see alike while they hold what the same set-up made. */
  public byte[] setup(int peer) {
    byte[] seed = zeroSeed(peer);
    try {
      return PairRenewal.setup(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
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

  private KeyShare withPair(int peer, byte[] secrets) {
    byte[] bytes = memory.copy(0, memory.length());
    System.arraycopy(secrets, 0, bytes, place(peer), PairSecrets.BYTES);
    try {
      return new KeyShare(self, key, LockedMemory.copyOf(bytes, 0, bytes.length));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private int place(int peer) {
    int place = peers.indexOf(peer);
    if (place < 0) {
      throw new IllegalArgumentException("no such peer");
    }
    return SCALAR + place * PairSecrets.BYTES;
  }

  /** A copy of the pair's 32 bytes for zero shares; the caller wipes it. */
  byte[] zeroSeed(int peer) {
    return memory.copy(place(peer), PairSecrets.SEED);
  }

  /** A copy of the secret places of the transfers' sender; the caller wipes it. */
  byte[] places(int peer) {
    return memory.copy(place(peer) + PairSecrets.PLACES_AT, Puncture.BLOCKS);
  }

  /** The keys of the transfers' sender, read from locked memory one by one. */
  BlockKeys punctured(int peer) {
    return keys(place(peer) + PairSecrets.PUNCTURED_AT);
  }

  /** The keys of the transfers' receiver, likewise. */
  BlockKeys whole(int peer) {
    return keys(place(peer) + PairSecrets.WHOLE_AT);
  }

  private BlockKeys keys(int from) {
    return (block, leaf, out) ->
        memory.read(from + 32 * (block * Puncture.LEAVES + leaf), out, 0, 32);
  }

  private static int publicBytes(int holders) {
    return HEAD + SharedKey.bytes(holders);
  }

  /** The whole share, for sealing; the caller wipes the bytes. */
  public byte[] encodeSecret() {
    int holders = key.holders().size();
    var known = new Message(publicBytes(holders));
    key.write(known.bytes(new byte[] {FORMAT, (byte) self, (byte) holders}));
    byte[] out = Arrays.copyOf(known.build(), publicBytes(holders) + memory.length());
    memory.read(0, out, publicBytes(holders), memory.length());
    return out;
  }

  /** Reads {@link #encodeSecret}; the caller wipes the bytes. */
  public static KeyShare decode(byte[] bytes) {
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      throw new IllegalArgumentException("not a share of format " + FORMAT);
    }
    int self = bytes[1];
    int holders = bytes[2];
    if (holders < 2 || holders > 9) {
      throw new IllegalArgumentException("not a share: indexes of no key");
    }
    try {
      int secrets = SCALAR + (holders - 1) * PairSecrets.BYTES;
      var in = Fields.of(Map.of(self, bytes), self, publicBytes(holders) + secrets);
      int _ = in.skip(HEAD);
      var key = SharedKey.read(in, holders);
      in.requireScalar(publicBytes(holders));
      var share =
          new KeyShare(self, key, LockedMemory.copyOf(bytes, publicBytes(holders), secrets));
      share.requireOwn();
      return share;
    } catch (ProtocolFault e) {
      throw new IllegalArgumentException("not a share: " + e.getMessage(), e);
    }
  }

  private void requireOwn() {
    long[] secret = secret();
    try {
      boolean zero = Limbs.isZero(secret, 0);
      if (zero || !Arrays.equals(Points.generator(secret), key.publicShare(self))) {
        throw new IllegalArgumentException("not the share of this public share");
      }
    } catch (IllegalArgumentException e) {
      close();
      throw e;
    } finally {
      Arrays.fill(secret, 0);
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    return "KeyShare[" + self + " of " + key.holders().size() + "]";
  }
}
