package io.argosy.threshold;

import static io.argosy.threshold.Numbers.limbs;
import static io.argosy.threshold.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against BigInteger, at random and at the edges. */
class OrderTest {
  private static final BigInteger Q = new BigInteger(1, Order.value());
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(256);

  @Test
  void sumsProductsAndInversesOfTightNumbersAreBigIntegers() {
    long[] out = new long[4];
    for (var a : Numbers.below(Q)) {
      for (var b : Numbers.below(Q)) {
        Order.add(out, 0, limbs(a), 0, limbs(b), 0);
        assertThat(value(out)).isEqualTo(a.add(b).mod(Q));
        Order.subtract(out, 0, limbs(a), 0, limbs(b), 0);
        assertThat(value(out)).isEqualTo(a.subtract(b).mod(Q));
        Order.multiply(out, 0, limbs(a), 0, limbs(b), 0);
        assertThat(value(out)).isEqualTo(a.multiply(b).mod(Q));
      }
      Order.negate(out, 0, limbs(a), 0);
      assertThat(value(out)).isEqualTo(a.negate().mod(Q));
      Order.invert(out, 0, limbs(a), 0);
      assertThat(value(out)).isEqualTo(a.signum() == 0 ? BigInteger.ZERO : a.modInverse(Q));
    }
  }

  @Test
  void looseNumbersStayCongruentAndBelowTwoToThe256() {
    long[] out = new long[4];
    for (var a : Numbers.below(ALL)) {
      Order.tighten(out, 0, limbs(a), 0);
      assertThat(value(out)).isEqualTo(a.mod(Q));
      for (var b : Numbers.below(Q)) {
        Order.addLoose(out, 0, limbs(a), 0, limbs(b), 0, -1);
        assertThat(value(out).mod(Q)).isEqualTo(a.add(b).mod(Q));
        Order.addLoose(out, 0, limbs(a), 0, limbs(b), 0, 0);
        assertThat(value(out)).isEqualTo(a);
      }
      for (var b : Numbers.below(ALL)) {
        var c = b.xor(a).mod(Q);
        Order.difference(out, limbs(a), 0, limbs(b), Order.shifted(limbs(c)));
        assertThat(value(out)).isEqualTo(a.subtract(b).add(c).mod(Q));
      }
    }
  }

  @Test
  void manyProductsOfTheLargestNumbersAreReducedTogether() {
    var values = new ArrayList<>(Numbers.below(ALL));
    while (values.size() < 512) {
      values.add(ALL.subtract(BigInteger.ONE));
    }
    long[] words = new long[4 * values.size()];
    var expected = BigInteger.ZERO;
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(limbs(values.get(i)), 0, words, 4 * i, 4);
      expected = expected.add(values.get(i).pow(2));
    }
    long[] sums = new long[Products.SUMS];
    long[] out = new long[4];

    Products.add(sums, words, 0, 4, words, 0, 4, values.size());
    Products.addTo(sums, words, 0);
    Products.reduce(out, 0, sums);

    assertThat(value(out)).isEqualTo(expected.add(values.getFirst()).mod(Q));
  }

  @Test
  void twoProductsWithHalfWideNumbersAndAThirdNumberAreCombined() {
    var half = BigInteger.ONE.shiftLeft(128);
    var largest = ALL.subtract(BigInteger.ONE);
    for (var a : Numbers.below(ALL)) {
      for (var b : List.of(BigInteger.ZERO, a.not().mod(ALL), largest)) {
        for (var theta : List.of(a.mod(half), half.subtract(BigInteger.ONE))) {
          long[] thetas = new long[4];
          System.arraycopy(limbs(theta), 0, thetas, 0, 2);
          System.arraycopy(limbs(a.shiftRight(128)), 0, thetas, 2, 2);
          long[] values = new long[12];
          System.arraycopy(limbs(a), 0, values, 0, 4);
          System.arraycopy(limbs(b), 0, values, 4, 4);
          System.arraycopy(limbs(largest), 0, values, 8, 4);
          long[] out = new long[4];

          Products.combine(out, thetas, values, 0, 4);

          var sum = theta.multiply(a).add(a.shiftRight(128).multiply(b)).add(largest);
          assertThat(value(out)).isEqualTo(sum.mod(Q));
        }
      }
    }
  }

  @Test
  void theLargestSumIsReduced() {
    long[] sums = new long[Products.SUMS];
    Arrays.fill(sums, Long.MAX_VALUE);
    var expected = BigInteger.ZERO;
    for (int i = 0; i < sums.length; i++) {
      expected = expected.add(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(32 * i));
    }
    long[] out = new long[4];
    Products.reduce(out, 0, sums);
    assertThat(value(out)).isEqualTo(expected.mod(Q));
  }

  @Test
  void bytesAtOrAboveTheOrderAreNotCanonicalAndAreReadReduced() {
    byte[] q = Order.value();
    assertThat(Order.canonical(q, 0)).isFalse();
    long[] out = new long[4];
    Order.read(out, 0, q, 0);
    assertThat(Limbs.isZero(out, 0)).isTrue();
    q[31]--;
    assertThat(Order.canonical(q, 0)).isTrue();
  }

  @Test
  void theGadgetsSumTakesTheChosenNumbersOnly() {
    long[] masks = new long[Gadget.WIDTH];
    var expected = BigInteger.ZERO;
    for (int j = 0; j < masks.length; j += 3) {
      masks[j] = -1;
      expected = expected.add(value(Arrays.copyOfRange(Gadget.WORDS, 4 * j, 4 * j + 4)));
    }
    assertThat(value(Gadget.sum(masks))).isEqualTo(expected.mod(Q));
  }
}
