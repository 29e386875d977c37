package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dealer says of its polynomial, and what others make of it. */
class ProvenPolynomialTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private final Plan generation = Plan.generation(SID, 4, 7);
  private final SharedKey old = KnownKey.of(2, List.of(1, 2, 7));
  private final Plan resharing =
      Plan.resharing(SID, old, List.of(1, Faults.PEER), 3, List.of(1, 2, 3));
  private final Plan refresh = Plan.refresh(SID, old);

  private static Polynomial fresh(int threshold) {
    return Polynomial.fresh(threshold, new Seeded("coefficients"));
  }

  private static byte[] written(Polynomial polynomial, byte[] sid, int dealer, int terms) {
    var out = new Message(terms * ProvenPolynomial.TERM_BYTES);
    polynomial.write(out, sid, dealer, new Seeded("nonces"));
    return out.build();
  }

  private static byte[] honest() {
    return written(fresh(4), SID, Faults.PEER, 4);
  }

  private static ProvenPolynomial read(Plan plan, byte[] opening) throws ProtocolFault {
    return ProvenPolynomial.read(plan, Faults.fields(opening));
  }

  @Test
  void everyValueOfTheDealtPolynomialHoldsAndNoOther() throws ProtocolFault {
    var proven = read(generation, honest());

    assertThat(proven.points()).hasSize(4);
    for (int place = 1; place <= 9; place++) {
      long[] value = fresh(4).at(place);
      assertThat(proven.holds(place, value)).isTrue();
      assertThat(proven.at(place)).contains(Points.generator(value));
      assertThat(proven.holds(place + 1, value)).isFalse();
      assertThat(proven.holds(place, Scalars.add(value, Scalars.of(1)))).isFalse();
      assertThat(proven.holds(place, Scalars.of(0))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void everyCoefficientNeedsItsProof(int coefficient) {
    int at = coefficient * ProvenPolynomial.TERM_BYTES;
    String check = "the proof of coefficient " + coefficient;

    byte[] otherPoint = Faults.flipped(honest(), at);
    Faults.requireMalformed(check, () -> read(generation, otherPoint));
    byte[] otherResponse = Faults.flipped(honest(), at + ProvenPolynomial.TERM_BYTES - 1);
    Faults.requireMalformed(check, () -> read(generation, otherResponse));
  }

  @Test
  void aProofOfAnotherSessionDealerOrCoefficientDoesNotHold() {
    byte[] session = written(fresh(4), Seeded.sha256(new byte[] {2}), Faults.PEER, 4);
    byte[] dealer = written(fresh(4), SID, 1, 4);
    byte[] coefficient = honest();
    int term = ProvenPolynomial.TERM_BYTES;
    System.arraycopy(honest(), term, coefficient, 0, term);

    for (byte[] wrong : new byte[][] {session, dealer, coefficient}) {
      Faults.requireMalformed("the proof of coefficient 0", () -> read(generation, wrong));
    }
  }

  @Test
  void aDealerOfAnOldKeyDealsItsWeightedShareAlone() throws ProtocolFault {
    long[] constant =
        Scalars.multiply(resharing.weight(Faults.PEER), KnownKey.share(2, Faults.PEER));
    long[] other = Scalars.add(constant, Scalars.of(1));

    var proven = read(resharing, dealt(constant));

    assertThat(proven.points().getFirst()).isEqualTo(Points.generator(constant));
    Faults.requireMalformed(
        "the constant term against the dealer's share", () -> read(resharing, dealt(other)));
  }

  private byte[] dealt(long[] constant) {
    var polynomial = Polynomial.of(constant, 3, new Seeded("coefficients"));
    return written(polynomial, resharing.sid(), Faults.PEER, 3);
  }

  @Test
  void aRefreshsPolynomialIsZeroAtZero() throws ProtocolFault {
    var polynomial = Polynomial.zero(2, new Seeded("coefficients"));

    var proven = read(refresh, written(polynomial, refresh.sid(), Faults.PEER, 1));

    assertThat(proven.first()).isEqualTo(1);
    assertThat(proven.points()).hasSize(1);
    assertThat(proven.holds(3, polynomial.at(3))).isTrue();
    assertThat(proven.holds(3, Scalars.add(polynomial.at(3), Scalars.of(1)))).isFalse();
    byte[] asFirst = written(polynomial, generation.sid(), Faults.PEER, 1);
    Faults.requireMalformed("the proof of coefficient 1", () -> read(refresh, asFirst));
  }

  @Test
  void sumsAreOfEachCoefficientAndOneThatCancelsOutIsNone() {
    var one = new ProvenPolynomial(1, List.of(point(2), point(3)));
    var other = new ProvenPolynomial(1, List.of(point(10), point(20)));
    var minus = new ProvenPolynomial(1, List.of(point(4), minus(3)));

    var sum = ProvenPolynomial.sum(List.of(one, other));

    assertThat(sum.first()).isEqualTo(1);
    assertThat(sum.points()).containsExactly(point(12), point(23));
    assertThatThrownBy(() -> ProvenPolynomial.sum(List.of(one, minus)))
        .isInstanceOf(Secp256k1Exception.class);
  }

  /** 4 - 2 x is zero at 2. */
  @Test
  void aValueThatIsInfinityIsNothing() {
    var proven = new ProvenPolynomial(0, List.of(point(4), minus(2)));

    assertThat(proven.at(2)).isEmpty();
    assertThat(proven.at(1)).contains(point(2));
    assertThat(proven.holds(2, Scalars.of(4))).isFalse();
  }

  private static byte[] point(int value) {
    return Points.generator(Scalars.of(value));
  }

  private static byte[] minus(int value) {
    return Points.generator(Scalars.negate(Scalars.of(value)));
  }
}
