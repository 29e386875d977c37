package io.argosy.threshold;

import static io.argosy.threshold.Numbers.limbs;
import static io.argosy.threshold.Numbers.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against BigInteger, at random and at the edges. */
class FieldTest {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(256).subtract(BigInteger.valueOf(0x1000003D1L));

  @Test
  void sumsAndProductsAreBigIntegers() {
    long[] out = new long[4];
    for (var a : Numbers.below(P)) {
      for (var b : Numbers.below(P)) {
        Field.add(out, 0, limbs(a), 0, limbs(b), 0);
        assertThat(value(out)).isEqualTo(a.add(b).mod(P));
        Field.multiply(out, 0, limbs(a), 0, limbs(b), 0);
        assertThat(value(out)).isEqualTo(a.multiply(b).mod(P));
      }
      Field.negate(out, 0, limbs(a), 0);
      assertThat(value(out)).isEqualTo(a.negate().mod(P));
      out = Field.rootPowers(limbs(a));
      var exponent = P.subtract(BigInteger.valueOf(3)).shiftRight(2);
      assertThat(value(out)).isEqualTo(a.modPow(exponent, P));
    }
    Field.read(out, 0, Limbs.bytes(limbs(P), 0), 0);
    assertThat(Limbs.isZero(out, 0)).isTrue();
  }

  /** Also where limbs of 52 bits are empty or full, alone and beside others. */
  @Test
  void runsOfSquaresArePowersOfTwo() {
    var values = new ArrayList<>(Numbers.below(P));
    for (int limb = 0; limb < 5; limb++) {
      var full = BigInteger.ONE.shiftLeft(52).subtract(BigInteger.ONE).shiftLeft(52 * limb);
      values.add(full.mod(P));
      values.add(P.subtract(full.mod(P)));
    }
    for (int times : new int[] {0, 1, 2, 44}) {
      long[] all = new long[4 * values.size()];
      for (int i = 0; i < values.size(); i++) {
        System.arraycopy(limbs(values.get(i)), 0, all, 4 * i, 4);
      }

      Squares.run(all, times);

      for (int i = 0; i < values.size(); i++) {
        long[] out = Arrays.copyOfRange(all, 4 * i, 4 * i + 4);
        assertThat(value(out)).isEqualTo(values.get(i).modPow(BigInteger.ONE.shiftLeft(times), P));
      }
    }
  }

  @Test
  void manyNumbersAreInvertedAtOnceAndZeroStaysZero() {
    var values = Numbers.below(P);
    long[] all = new long[4 * values.size()];
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(limbs(values.get(i)), 0, all, 4 * i, 4);
    }

    Field.invertAll(all);

    for (int i = 0; i < values.size(); i++) {
      var a = values.get(i);
      long[] out = new long[4];
      System.arraycopy(all, 4 * i, out, 0, 4);
      var inverse = a.signum() == 0 ? BigInteger.ZERO : a.modInverse(P);
      assertThat(value(out)).isEqualTo(inverse);
      assertThat(value(Field.inverse(limbs(a)))).isEqualTo(inverse);
    }
  }
}
