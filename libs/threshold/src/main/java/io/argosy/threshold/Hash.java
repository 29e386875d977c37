package io.argosy.threshold;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 as a random oracle with a domain for every use: the tag and each part are preceded by
 * their lengths, so that no two inputs run together.
 */
final class Hash {
  private static final MessageDigest EMPTY = provided();
  private final MessageDigest sha;
  private final byte[] number = new byte[4];

  private Hash(String tag) {
    sha = sha256();
    bytes(tag.getBytes(StandardCharsets.US_ASCII));
  }

  static Hash tagged(String tag) {
    return new Hash("argosy dkls23 1 " + tag);
  }

  Hash bytes(byte[] part) {
    return bytes(part, 0, part.length);
  }

  Hash bytes(byte[] from, int at, int length) {
    number(length);
    sha.update(from, at, length);
    return this;
  }

  Hash number(int value) {
    number[0] = (byte) (value >>> 24);
    number[1] = (byte) (value >>> 16);
    number[2] = (byte) (value >>> 8);
    number[3] = (byte) value;
    sha.update(number, 0, 4);
    return this;
  }

  byte[] digest() {
    return sha.digest();
  }

  private static MessageDigest provided() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new digest; copying one is several times cheaper than asking the providers again. */
  static MessageDigest sha256() {
    try {
      return (MessageDigest) EMPTY.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
