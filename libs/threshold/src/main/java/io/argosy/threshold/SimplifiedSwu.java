package io.argosy.threshold;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * RFC 9380's map to the curve that is 3-isogenous to secp256k1 (6.6.2, as F.2 and F.2.1.2 write it
 * without branches), then the isogeny. One inversion serves many elements.
 */
final class SimplifiedSwu {
  private static final long[] A =
      constant("3f8731abdd661adca08a5558f0f5d272e953d363cb6f0e5d405447c01a444533");
  private static final long[] B = {1771, 0, 0, 0};
  private static final long[] Z = negated(new long[] {11, 0, 0, 0});
  private static final long[] ONE = {1, 0, 0, 0};
  private static final long[] ZERO = new long[4];
  private static final long[] ROOT_OF_MINUS_Z = root(negated(Z));

  /** RFC 9380, E.1; each polynomial from its lowest coefficient. */
  private static final long[][] X_NUMERATOR = {
    constant("8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa8c7"),
    constant("07d3d4c80bc321d5b9f315cea7fd44c5d595d2fc0bf63b92dfff1044f17c6581"),
    constant("534c328d23f234e6e2a413deca25caece4506144037c40314ecbd0b53d9dd262"),
    constant("8e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38e38daaaaa88c")
  };

  private static final long[][] X_DENOMINATOR = {
    constant("d35771193d94918a9ca34ccbb7b640dd86cd409542f8487d9fe6b745781eb49b"),
    constant("edadc6f64383dc1df7c4b2d51b54225406d36b641f5e41bbc52a56612a8c6d14"),
    ONE
  };

  private static final long[][] Y_NUMERATOR = {
    constant("4bda12f684bda12f684bda12f684bda12f684bda12f684bda12f684b8e38e23c"),
    constant("c75e0c32d5cb7c0fa9d0a54b12a0a6d5647ab046d686da6fdffc90fc201d71a3"),
    constant("29a6194691f91a73715209ef6512e576722830a201be2018a765e85a9ecee931"),
    constant("2f684bda12f684bda12f684bda12f684bda12f684bda12f684bda12f38e38d84")
  };

  private static final long[][] Y_DENOMINATOR = {
    constant("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffff93b"),
    constant("7a06534bb8bdb49fd5e9e6632722c2989467c1bfc8e8d978dfb425d2685c2573"),
    constant("6484aa716545ca2cf3a70c3fa8fe337e0a3d21162f0d6299a7bf8192bfd2a76f"),
    ONE
  };

  private SimplifiedSwu() {}

  private static long[] constant(String hex) {
    long[] out = new long[4];
    Field.read(out, 0, HexFormat.of().parseHex(hex), 0);
    return out;
  }

  /** Points of the isogenous curve, x and y by number. */
  private record Affine(long[][] x, long[][] y) {}

  /** The points, uncompressed (65 bytes), of so many elements of the field. */
  static byte[][] points(long[][] elements) {
    return isogenous(mapped(elements));
  }

  /**
   * The sum of each two elements' points. They are added before the isogeny, which then comes once
   * for both. Two equal x would need another formula; no hash gives them.
   */
  static byte[][] sums(long[][] elements) {
    return isogenous(added(mapped(elements)));
  }

  private static Affine added(Affine points) {
    int count = points.x.length / 2;
    long[] runs = new long[4 * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(minus(points.x[2 * i + 1], points.x[2 * i]), 0, runs, 4 * i, 4);
    }
    Field.invertAll(runs);
    var sums = new Affine(new long[count][], new long[count][]);
    for (int i = 0; i < count; i++) {
      long[] x = points.x[2 * i];
      long[] y = points.y[2 * i];
      long[] rise = minus(points.y[2 * i + 1], y);
      long[] slope = product(rise, Arrays.copyOfRange(runs, 4 * i, 4 * i + 4));
      sums.x[i] = minus(minus(square(slope), x), points.x[2 * i + 1]);
      sums.y[i] = minus(product(slope, minus(x, sums.x[i])), y);
    }
    return sums;
  }

  private static Affine mapped(long[][] elements) {
    var maps = new Map[elements.length];
    long[] toPower = new long[4 * maps.length];
    long[] denominators = new long[4 * maps.length];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = Map.of(elements[i]);
      System.arraycopy(maps[i].toPower(), 0, toPower, 4 * i, 4);
      System.arraycopy(maps[i].denominator, 0, denominators, 4 * i, 4);
    }
    long[] powers = Field.rootPowers(toPower);
    Field.invertAll(denominators);
    long[][] x = new long[maps.length][];
    long[][] y = new long[maps.length][];
    for (int i = 0; i < maps.length; i++) {
      maps[i].finish(Arrays.copyOfRange(powers, 4 * i, 4 * i + 4), i, x, y);
      Field.multiply(x[i], 0, x[i], 0, denominators, 4 * i);
    }
    return new Affine(x, y);
  }

  /**
   * F.2: one element on its way; g is x^3 + A * x + B over the denominator's third power, for the
   * first of two x.
   */
  private record Map(
      long[] u, long[] zu2, long[] numerator, long[] denominator, long[] g, long[] d3) {
    static Map of(long[] u) {
      long[] zu2 = product(Z, square(u));
      long[] sum = plus(square(zu2), zu2);
      long[] numerator = product(B, plus(sum, ONE));
      long[] denominator = negated(sum);
      Limbs.choose(denominator, 0, Limbs.equal(sum, 0, ZERO, 0), Z, 0, denominator, 0);
      denominator = product(A, denominator);
      long[] d2 = square(denominator);
      long[] d3 = product(d2, denominator);
      long[] g = product(plus(square(numerator), product(A, d2)), numerator);
      return new Map(u, zu2, numerator, denominator, plus(g, product(B, d3)), d3);
    }

    /** F.2.1.2: what is raised to (p - 3) / 4. */
    long[] toPower() {
      return product(square(d3), product(g, d3));
    }

    /** F.2.1.2: a root of g / d3, or of Z * g / d3, and with it x (over its denominator) and y. */
    void finish(long[] power, int i, long[][] x, long[][] y) {
      long[] root = product(power, product(g, d3));
      long[] otherRoot = product(root, ROOT_OF_MINUS_Z);
      long isSquare = Limbs.equal(product(square(root), d3), 0, g, 0);
      long[] otherX = product(zu2, numerator);
      long[] otherY = product(product(zu2, u), otherRoot);
      x[i] = new long[4];
      y[i] = new long[4];
      Limbs.choose(x[i], 0, isSquare, numerator, 0, otherX, 0);
      Limbs.choose(y[i], 0, isSquare, root, 0, otherY, 0);
      long differs = -((u[0] ^ y[i][0]) & 1);
      Limbs.choose(y[i], 0, differs, negated(y[i]), 0, y[i], 0);
    }
  }

  private static byte[][] isogenous(Affine of) {
    long[][] x = of.x;
    long[][] y = of.y;
    int count = x.length;
    long[] denominators = new long[8 * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(evaluate(X_DENOMINATOR, x[i]), 0, denominators, 8 * i, 4);
      System.arraycopy(evaluate(Y_DENOMINATOR, x[i]), 0, denominators, 8 * i + 4, 4);
    }
    Field.invertAll(denominators);
    byte[][] points = new byte[count][65];
    long[] value = new long[4];
    for (int i = 0; i < count; i++) {
      points[i][0] = 4;
      Field.multiply(value, 0, evaluate(X_NUMERATOR, x[i]), 0, denominators, 8 * i);
      Limbs.write(points[i], 1, value, 0);
      Field.multiply(value, 0, evaluate(Y_NUMERATOR, x[i]), 0, denominators, 8 * i + 4);
      Field.multiply(value, 0, value, 0, y[i], 0);
      Limbs.write(points[i], 33, value, 0);
    }
    return points;
  }

  private static long[] evaluate(long[][] polynomial, long[] x) {
    long[] sum = polynomial[polynomial.length - 1].clone();
    for (int i = polynomial.length - 2; i >= 0; i--) {
      Field.multiply(sum, 0, sum, 0, x, 0);
      Field.add(sum, 0, sum, 0, polynomial[i], 0);
    }
    return sum;
  }

  /** A root where there is one: p is 3 modulo 4, so a^((p + 1) / 4). */
  private static long[] root(long[] a) {
    return product(Field.rootPowers(a), a);
  }

  private static long[] product(long[] a, long[] b) {
    long[] out = new long[4];
    Field.multiply(out, 0, a, 0, b, 0);
    return out;
  }

  private static long[] square(long[] a) {
    return product(a, a);
  }

  private static long[] plus(long[] a, long[] b) {
    long[] out = new long[4];
    Field.add(out, 0, a, 0, b, 0);
    return out;
  }

  private static long[] minus(long[] a, long[] b) {
    return plus(a, negated(b));
  }

  private static long[] negated(long[] a) {
    long[] out = new long[4];
    Field.negate(out, 0, a, 0);
    return out;
  }
}
