package io.argosy.threshold;

import java.util.Arrays;

/** The polynomial that this party deals. Its coefficients are secret; confined to one thread. */
final class Polynomial {
  private final int first;
  private final long[][] coefficients;

  private Polynomial(int first, long[][] coefficients) {
    this.first = first;
    this.coefficients = coefficients;
  }

  /** Of degree t-1, with any constant term. */
  static Polynomial fresh(int threshold, Randomness random) {
    return new Polynomial(0, coefficients(0, threshold, random));
  }

  /** Of degree t-1, with this constant term, which is the polynomial's own from now on. */
  static Polynomial of(long[] constant, int threshold, Randomness random) {
    long[][] coefficients = coefficients(1, threshold, random);
    coefficients[0] = constant;
    return new Polynomial(0, coefficients);
  }

  /** Of degree t-1, with a constant term of zero, which is never spoken of. */
  static Polynomial zero(int threshold, Randomness random) {
    return new Polynomial(1, coefficients(1, threshold, random));
  }

  private static long[][] coefficients(int first, int threshold, Randomness random) {
    long[][] all = new long[threshold][];
    all[0] = Scalars.of(0);
    for (int k = first; k < threshold; k++) {
      all[k] = Scalars.random(random);
    }
    return all;
  }

  /** Points of the coefficients with proofs, as {@link ProvenPolynomial} reads them. */
  void write(Message out, byte[] sid, int self, Randomness random) {
    for (int k = first; k < coefficients.length; k++) {
      out.point(Points.generator(coefficients[k]));
      Schnorr.prove(ProvenPolynomial.context(sid, self, k), coefficients[k], random).write(out);
    }
  }

  long[] at(int place) {
    return Scalars.evaluate(coefficients, place);
  }

  void wipe() {
    for (long[] coefficient : coefficients) {
      Arrays.fill(coefficient, 0);
    }
  }
}
