package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  /** Zero and the order are the two encodings of zero. */
  @Test
  void aRandomScalarIsNeverZero() {
    var drawn = new java.util.ArrayDeque<byte[]>();
    drawn.add(new byte[32]);
    drawn.add(Order.value());
    drawn.add(Scalars.bytes(Scalars.of(7)));
    Randomness random = out -> System.arraycopy(drawn.remove(), 0, out, 0, 32);

    assertThat(Scalars.random(random)).isEqualTo(Scalars.of(7));
    assertThat(drawn).isEmpty();
  }

  @Test
  void manyInvertedTogetherAreEachInvertedAndOneZeroMakesAllZero() {
    long[][] all = {Scalars.of(3), Scalars.random(new Seeded("number")), Scalars.of(1)};
    long[][] inverted = Arrays.copyOf(all, 3);
    long[][] withZero = {Scalars.of(3), Scalars.of(0)};

    Scalars.invertAll(inverted);
    Scalars.invertAll(withZero);

    for (int i = 0; i < 3; i++) {
      assertThat(Scalars.multiply(all[i], inverted[i])).isEqualTo(Scalars.of(1));
    }
    assertThat(withZero).isDeepEqualTo(new long[2][4]);
  }

  @Test
  void theWeightedValuesOfAPolynomialAreItsValueElsewhere() {
    long[][] polynomial = {Scalars.of(11), Scalars.random(new Seeded("slope")), Scalars.of(13)};
    int[] quorum = {2, 5, 9};
    for (int place : new int[] {0, 1, 5, 7}) {
      long[] sum = Scalars.of(0);
      for (int member : quorum) {
        long[] weight =
            place == 0 ? Scalars.lagrange(member, quorum) : Scalars.lagrange(member, quorum, place);
        sum = Scalars.add(sum, Scalars.multiply(weight, Scalars.evaluate(polynomial, member)));
      }
      assertThat(sum).isEqualTo(Scalars.evaluate(polynomial, place));
    }
    assertThat(Scalars.evaluate(polynomial, 0)).isEqualTo(Scalars.of(11));
  }

  @Test
  void numbersAreReadReducedAndWrittenBack() {
    long[] number = Scalars.random(new Seeded("number"));

    assertThat(Scalars.parse(Scalars.bytes(number))).isEqualTo(number);
    assertThat(Scalars.parse(Order.value())).isEqualTo(Scalars.of(0));
    assertThat(Scalars.add(number, Scalars.negate(number))).isEqualTo(Scalars.of(0));
    assertThat(Scalars.subtract(Scalars.of(9), Scalars.of(2))).isEqualTo(Scalars.of(7));
    assertThat(Scalars.multiply(number, Scalars.invert(number))).isEqualTo(Scalars.of(1));
  }
}
