package io.argosy.threshold;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Bytes that anybody can compute again: SHA-256 of "name:0", "name:1" and so on, joined. */
final class Seeded implements Randomness {
  private final String name;
  private byte[] block = new byte[0];
  private int used;
  private int number;

  Seeded(String name) {
    this.name = name;
  }

  @Override
  public void fill(byte[] out) {
    for (int i = 0; i < out.length; i++) {
      if (used == block.length) {
        block = sha256((name + ":" + number++).getBytes(StandardCharsets.US_ASCII));
        used = 0;
      }
      out[i] = block[used++];
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
