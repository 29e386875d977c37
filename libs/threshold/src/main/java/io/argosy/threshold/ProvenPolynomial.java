package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dealt polynomial as the others know it: the point of each coefficient from the lowest that is
 * dealt, which the dealer proved to know.
 *
 * @param first number of the lowest coefficient, 0 or 1; one below it is zero
 */
record ProvenPolynomial(int first, List<byte[]> points) {
  static final int TERM_BYTES = Points.COMPRESSED + Schnorr.BYTES;

  static byte[] context(byte[] sid, int dealer, int coefficient) {
    return Hash.tagged("proof").bytes(sid).number(dealer).number(coefficient).digest();
  }

  /** Reads a dealer's opening, and checks its proofs and its constant term. */
  static ProvenPolynomial read(Plan plan, Fields in) throws ProtocolFault {
    int dealer = in.from();
    byte[][] proven = new byte[plan.threshold() - plan.first()][];
    for (int i = 0; i < proven.length; i++) {
      int k = plan.first() + i;
      proven[i] = in.point();
      if (!Schnorr.read(in).holds(context(plan.sid(), dealer, k), proven[i])) {
        throw ProtocolFault.malformed(dealer, "the proof of coefficient " + k);
      }
    }
    var constant = plan.constant(dealer);
    if (constant.isPresent() && !Arrays.equals(constant.get(), proven[0])) {
      throw ProtocolFault.malformed(dealer, "the constant term against the dealer's share");
    }
    return new ProvenPolynomial(plan.first(), List.of(proven));
  }

  /** The sum of several; throws where points cancel out. */
  static ProvenPolynomial sum(List<ProvenPolynomial> all) {
    int first = all.getFirst().first;
    var points =
        IntStream.range(0, all.getFirst().points.size())
            .mapToObj(
                i -> Points.add(all.stream().map(p -> p.points.get(i)).toArray(byte[][]::new)))
            .toList();
    return new ProvenPolynomial(first, points);
  }

  /** Its point at a place; nothing where that is infinity. */
  Optional<byte[]> at(int place) {
    byte[][] terms = points.toArray(byte[][]::new);
    long[] power = Scalars.of(1);
    for (int k = 1; k < first + terms.length; k++) {
      power = Scalars.multiply(power, Scalars.of(place));
      terms[k - first] = Points.publicProduct(Scalars.bytes(power), terms[k - first]);
    }
    return Points.sum(terms);
  }

  /** Whether a scalar is its value at a place (Feldman). */
  boolean holds(int place, long[] value) {
    if (Limbs.isZero(value, 0)) {
      return false;
    }
    byte[] point = Points.generator(value);
    return at(place).filter(on -> Arrays.equals(point, on)).isPresent();
  }
}
