package io.argosy.threshold;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** BigIntegers as limbs and back, at random and at the edges. */
final class Numbers {
  private Numbers() {}

  static List<BigInteger> below(BigInteger m) {
    var random = new SecureRandom();
    var values = new ArrayList<BigInteger>();
    for (int i = -3; i <= 3; i++) {
      values.add(BigInteger.valueOf(i).mod(m));
      for (int bits : new int[] {64, 129, 255}) {
        values.add(BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(i)));
      }
    }
    for (int i = 0; i < 40; i++) {
      values.add(new BigInteger(256, random).mod(m));
    }
    return values;
  }

  static long[] limbs(BigInteger value) {
    long[] out = new long[4];
    for (int i = 0; i < 4; i++) {
      out[i] = value.shiftRight(64 * i).longValue();
    }
    return out;
  }

  static BigInteger value(long[] limbs) {
    return new BigInteger(1, Limbs.bytes(limbs, 0));
  }

  /** Rows of limbs, the lowest first, as many as there are. */
  static List<BigInteger> values(long[]... rows) {
    var out = new ArrayList<BigInteger>();
    for (long[] row : rows) {
      var number = BigInteger.ZERO;
      for (int w = row.length - 1; w >= 0; w--) {
        number = number.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(row[w])));
      }
      out.add(number);
    }
    return out;
  }
}
