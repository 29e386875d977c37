package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a shared key in one epoch: who holds it, how many of them sign, its
 * public half, and the public half of every share. One that exists is consistent: every t of its
 * public shares make the key. Immutable.
 */
public final class SharedKey {
  private final int threshold;
  private final byte[] publicKey;
  private final byte[] chainCode;
  private final SortedMap<Integer, byte[]> publicShares;

  /**
   * @param publicKey 65 bytes, as the points of the shares
   * @param publicShares by holder
   */
  SharedKey(int threshold, byte[] publicKey, byte[] chainCode, Map<Integer, byte[]> publicShares) {
    this.threshold = threshold;
    this.publicKey = publicKey;
    this.chainCode = chainCode;
    this.publicShares = new TreeMap<>(publicShares);
    Plan.requireHolders(threshold, holders());
    requireConsistent();
  }

  /**
   * Reads what a certificate says; throws where it is no key.
   *
   * @param publicKey 33 bytes, as the points of the shares
   * @param publicShares by holder
   */
  public static SharedKey of(
      int threshold, byte[] publicKey, byte[] chainCode, Map<Integer, byte[]> publicShares) {
    if (chainCode.length != 32) {
      throw new IllegalArgumentException("a chain code of 32 bytes");
    }
    try {
      var points = new TreeMap<Integer, byte[]>();
      for (var each : publicShares.entrySet()) {
        points.put(each.getKey(), Points.parse(each.getValue(), each.getKey()));
      }
      return new SharedKey(threshold, Points.parse(publicKey, 0), chainCode.clone(), points);
    } catch (ProtocolFault e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void requireConsistent() {
    int[] first =
        publicShares.keySet().stream().limit(threshold).mapToInt(Integer::intValue).toArray();
    requireEqual(publicKey, at(0, first));
    publicShares.keySet().stream()
        .skip(threshold)
        .forEach(holder -> requireEqual(publicShare(holder), at(holder, first)));
  }

  private static void requireEqual(byte[] stated, byte[] made) {
    if (!Arrays.equals(stated, made)) {
      throw new IllegalArgumentException("public shares that do not make the key");
    }
  }

  /** The polynomial through the shares of these holders at another place, in the exponent. */
  private byte[] at(int place, int[] holders) {
    byte[][] terms = new byte[holders.length][];
    for (int i = 0; i < holders.length; i++) {
      byte[] weight = Scalars.bytes(Scalars.lagrange(holders[i], holders, place));
      terms[i] = Points.publicProduct(weight, publicShare(holders[i]));
    }
    return Points.sum(terms)
        .orElseThrow(() -> new IllegalArgumentException("public shares that cancel out"));
  }

  /** Signatures required, t. */
  public int threshold() {
    return threshold;
  }

  /** The indexes of the parties that hold a share, in rising order. */
  public List<Integer> holders() {
    return List.copyOf(publicShares.keySet());
  }

  /** The key's public half, compressed (33 bytes). */
  public byte[] publicKey() {
    return Points.compress(publicKey);
  }

  /** 32 public bytes for the derivation of child keys (BIP-32). */
  public byte[] chainCode() {
    return chainCode.clone();
  }

  /** The public half of every holder's share, compressed (33 bytes). */
  public SortedMap<Integer, byte[]> publicShares() {
    var compressed = new TreeMap<Integer, byte[]>();
    publicShares.forEach((holder, point) -> compressed.put(holder, Points.compress(point)));
    return compressed;
  }

  byte[] publicPoint() {
    return publicKey;
  }

  byte[] publicShare(int holder) {
    byte[] share = publicShares.get(holder);
    if (share == null) {
      throw new IllegalArgumentException("party " + holder + " holds no share");
    }
    return share;
  }

  /** All of it in 32 bytes, so that parties can agree that they mean the same. */
  byte[] digest() {
    var hash = Hash.tagged("shared key").number(threshold).bytes(publicKey()).bytes(chainCode);
    publicShares.forEach((holder, point) -> hash.number(holder).bytes(Points.compress(point)));
    return hash.digest();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedKey key && Arrays.equals(digest(), key.digest());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest());
  }

  static int bytes(int holders) {
    return 1 + Points.COMPRESSED + 32 + holders * (1 + Points.COMPRESSED);
  }

  void write(Message out) {
    out.bytes(new byte[] {(byte) threshold}).point(publicKey).bytes(chainCode);
    publicShares.forEach(
        (holder, point) -> out.bytes(new byte[] {(byte) (int) holder}).point(point));
  }

  static SharedKey read(Fields in, int holders) throws ProtocolFault {
    int threshold = in.bytes(1)[0];
    byte[] publicKey = in.point();
    byte[] chainCode = in.bytes(32);
    var publicShares = new TreeMap<Integer, byte[]>();
    int last = 0;
    for (int i = 0; i < holders; i++) {
      int holder = in.bytes(1)[0];
      if (holder <= last) {
        throw ProtocolFault.malformed(in.from(), "holders in rising order");
      }
      publicShares.put(holder, in.point());
      last = holder;
    }
    return new SharedKey(threshold, publicKey, chainCode, publicShares);
  }
}
