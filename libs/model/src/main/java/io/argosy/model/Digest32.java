package io.argosy.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A 32-byte digest; its text is 64 lower-case hexadecimal digits. Immutable. */
public final class Digest32 implements Comparable<Digest32> {
  private static final HexFormat HEX = HexFormat.of();
  private final byte[] bytes;

  private Digest32(byte[] owned) {
    if (owned.length != 32) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + owned.length);
    }
    this.bytes = owned;
  }

  /** Copies 32 bytes. */
  public static Digest32 of(byte[] bytes) {
    return new Digest32(bytes.clone());
  }

  /** Reads 64 lower-case hexadecimal digits. */
  public static Digest32 parse(String text) {
    if (!text.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits");
    }
    return new Digest32(HEX.parseHex(text));
  }

  /** SHA-256 (FIPS 180-4) of the parts, one after the other. */
  public static Digest32 sha256(byte[]... parts) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return new Digest32(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(Digest32 other) {
    return java.util.Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest32 that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HEX.formatHex(bytes);
  }
}
