package io.argosy.threshold;

/** Numbers modulo secp256k1's order, one value a {@code long[4]}. Not for bulk work. */
final class Scalars {
  private Scalars() {}

  /** Uniform and not zero, from 32 fresh bytes; the bias is 2^-128. */
  static long[] random(Randomness random) {
    long[] out = new long[4];
    do {
      Order.read(out, 0, random.bytes(32), 0);
    } while (Limbs.isZero(out, 0));
    return out;
  }

  static long[] of(int value) {
    return new long[] {value, 0, 0, 0};
  }

  static long[] parse(byte[] bytes) {
    long[] out = new long[4];
    Order.read(out, 0, bytes, 0);
    return out;
  }

  static byte[] bytes(long[] value) {
    return Limbs.bytes(value, 0);
  }

  static long[] add(long[] a, long[] b) {
    long[] out = new long[4];
    Order.add(out, 0, a, 0, b, 0);
    return out;
  }

  static long[] subtract(long[] a, long[] b) {
    long[] out = new long[4];
    Order.subtract(out, 0, a, 0, b, 0);
    return out;
  }

  static long[] negate(long[] a) {
    long[] out = new long[4];
    Order.negate(out, 0, a, 0);
    return out;
  }

  static long[] multiply(long[] a, long[] b) {
    long[] out = new long[4];
    Order.multiply(out, 0, a, 0, b, 0);
    return out;
  }

  static long[] invert(long[] a) {
    long[] out = new long[4];
    Order.invert(out, 0, a, 0);
    return out;
  }

  /** Inverts many in place with one inversion; if one of them is zero, all become zero. */
  static void invertAll(long[][] all) {
    long[][] products = new long[all.length + 1][];
    products[0] = of(1);
    for (int i = 0; i < all.length; i++) {
      products[i + 1] = multiply(products[i], all[i]);
    }
    long[] inverse = invert(products[all.length]);
    for (int i = all.length - 1; i >= 0; i--) {
      long[] inverted = multiply(inverse, products[i]);
      inverse = multiply(inverse, all[i]);
      all[i] = inverted;
    }
  }

  /** Lagrange's coefficient at zero of one party within a quorum; both are public. */
  static long[] lagrange(int self, int[] quorum) {
    return lagrange(self, quorum, 0);
  }

  /** The same at another place than zero. */
  static long[] lagrange(int self, int[] quorum, int place) {
    long[] numerator = of(1);
    long[] denominator = of(1);
    for (int other : quorum) {
      if (other != self) {
        numerator = multiply(numerator, subtract(of(other), of(place)));
        denominator = multiply(denominator, subtract(of(other), of(self)));
      }
    }
    return multiply(numerator, invert(denominator));
  }

  /** The polynomial's value; coefficients from the lowest. */
  static long[] evaluate(long[][] coefficients, int at) {
    long[] sum = of(0);
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = add(multiply(sum, of(at)), coefficients[i]);
    }
    return sum;
  }
}
