package io.argosy.threshold;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Hashes to points of secp256k1 whose logarithms nobody knows: RFC 9380, suite
 * secp256k1_XMD:SHA-256_SSWU_RO_. Were they multiples of the generator that the caller can compute,
 * the receiver of an oblivious transfer could learn both messages. Constant time, for which message
 * a receiver hashes is its secret choice.
 */
final class HashToCurve {
  private HashToCurve() {}

  /** The points of so many messages under a domain, uncompressed (65 bytes). */
  static byte[][] points(String domain, byte[][] messages) {
    byte[] tag = domain.getBytes(StandardCharsets.US_ASCII);
    long[][] elements = new long[2 * messages.length][];
    for (int i = 0; i < messages.length; i++) {
      byte[] uniform = expand(messages[i], tag);
      elements[2 * i] = element(uniform, 0);
      elements[2 * i + 1] = element(uniform, 48);
    }
    return SimplifiedSwu.sums(elements);
  }

  /** expand_message_xmd with SHA-256, 96 bytes (RFC 9380, 5.3.1). */
  private static byte[] expand(byte[] message, byte[] domain) {
    MessageDigest sha = Hash.sha256();
    sha.update(new byte[64]);
    sha.update(message);
    sha.update(new byte[] {0, 96, 0});
    sha.update(domain);
    sha.update((byte) domain.length);
    byte[] first = sha.digest();
    byte[] out = new byte[96];
    byte[] last = new byte[32];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 32; k++) {
        last[k] ^= first[k];
      }
      sha.update(last);
      sha.update((byte) (i + 1));
      sha.update(domain);
      sha.update((byte) domain.length);
      last = sha.digest();
      System.arraycopy(last, 0, out, 32 * i, 32);
    }
    return out;
  }

  /** 48 big-endian bytes modulo p. */
  private static long[] element(byte[] in, int at) {
    byte[] padded = new byte[64];
    System.arraycopy(in, at, padded, 16, 48);
    long[] high = new long[4];
    long[] low = new long[4];
    Field.read(high, 0, padded, 0);
    Field.read(low, 0, padded, 32);
    long[] shift = {0x1000003D1L, 0, 0, 0}; // 2^256 modulo p
    Field.multiply(high, 0, high, 0, shift, 0);
    Field.add(low, 0, low, 0, high, 0);
    return low;
  }
}
