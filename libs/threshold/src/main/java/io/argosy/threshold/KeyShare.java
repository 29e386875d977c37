package io.argosy.threshold;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One party's share of one key in one epoch, with what it shares with each peer. Its secrets live
 * in {@link LockedMemory} from its making to its close; sessions borrow copies of small parts,
 * which they wipe. Never prints them. Sessions may read it in parallel; close it after them.
 */
public final class KeyShare implements AutoCloseable {
  private static final byte FORMAT = 1;
  private static final int HEAD = 4;
  private static final int PUBLIC = HEAD + Points.COMPRESSED + 32;
  private static final int SCALAR = 32;
  private final int self;
  private final int threshold;
  private final int parties;
  private final byte[] publicKey;
  private final byte[] chainCode;

  /** The scalar, then the {@link PairSecrets} of each peer in the order of their indexes. */
  private final LockedMemory memory;

  /** Copies the secrets; what was given stays its owner's, who wipes it. */
  KeyShare(
      int self,
      int threshold,
      int parties,
      byte[] publicKey,
      byte[] chainCode,
      long[] secret,
      Map<Integer, PairSecrets> pairs) {
    this(self, threshold, parties, publicKey, chainCode, memory(secret, pairs));
  }

  private KeyShare(
      int self,
      int threshold,
      int parties,
      byte[] publicKey,
      byte[] chainCode,
      LockedMemory memory) {
    this.self = self;
    this.threshold = threshold;
    this.parties = parties;
    this.publicKey = publicKey;
    this.chainCode = chainCode;
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

  /** Why the system would not lock this share's memory, for people; empty when it is locked. */
  public Optional<String> unlocked() {
    return memory.unlocked();
  }

  byte[] publicPoint() {
    return publicKey;
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
    byte[] bytes = encodeSecret();
    System.arraycopy(secrets, 0, bytes, PUBLIC + place(peer), PairSecrets.BYTES);
    try {
      return decode(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private int place(int peer) {
    if (peer < 1 || peer > parties || peer == self) {
      throw new IllegalArgumentException("no such peer");
    }
    return SCALAR + (peer < self ? peer - 1 : peer - 2) * PairSecrets.BYTES;
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

  /** The whole share, for sealing; the caller wipes the bytes. */
  public byte[] encodeSecret() {
    byte[] out = new byte[PUBLIC + memory.length()];
    memory.read(0, out, PUBLIC, memory.length());
    System.arraycopy(
        new byte[] {FORMAT, (byte) self, (byte) threshold, (byte) parties}, 0, out, 0, HEAD);
    System.arraycopy(Points.compress(publicKey), 0, out, HEAD, Points.COMPRESSED);
    System.arraycopy(chainCode, 0, out, HEAD + Points.COMPRESSED, 32);
    return out;
  }

  /** Reads {@link #encodeSecret}; the caller wipes the bytes. */
  public static KeyShare decode(byte[] bytes) {
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      throw new IllegalArgumentException("not a share of format 1");
    }
    int self = bytes[1];
    int threshold = bytes[2];
    int parties = bytes[3];
    if (threshold < 2 || parties < threshold || parties > 9 || self < 1 || self > parties) {
      throw new IllegalArgumentException("not a share: indexes of no key");
    }
    try {
      int secrets = SCALAR + (parties - 1) * PairSecrets.BYTES;
      var in = Fields.of(Map.of(self, bytes), self, PUBLIC + secrets);
      int _ = in.skip(HEAD);
      byte[] publicKey = in.point();
      byte[] chainCode = in.bytes(32);
      in.requireScalar(PUBLIC);
      var memory = LockedMemory.copyOf(bytes, PUBLIC, secrets);
      return new KeyShare(self, threshold, parties, publicKey, chainCode, memory);
    } catch (ProtocolFault e) {
      throw new IllegalArgumentException("not a share: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    return "KeyShare[" + self + " of " + parties + "]";
  }
}
