package io.argosy.threshold;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads published extended keys: 78 bytes behind a checksum of four. */
final class Base58 {
  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private Base58() {}

  static byte[] decode(String text) {
    var value = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
    }
    byte[] bytes = value.toByteArray();
    byte[] all = new byte[82];
    System.arraycopy(bytes, 0, all, 82 - bytes.length, bytes.length);
    byte[] sum = Seeded.sha256(Seeded.sha256(Arrays.copyOf(all, 78)));
    if (!Arrays.equals(all, 78, 82, sum, 0, 4)) {
      throw new IllegalArgumentException("a published key with a wrong checksum: " + text);
    }
    return Arrays.copyOf(all, 78);
  }
}
