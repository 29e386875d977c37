package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against BigInteger, at random and at the edges. */
class ModulusTest {
  private static List<BigInteger> values(BigInteger m) {
    var random = new SecureRandom();
    var values = new ArrayList<BigInteger>();
    for (int i = -3; i <= 3; i++) {
      values.add(BigInteger.valueOf(i).mod(m));
      values.add(BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(i)));
      values.add(BigInteger.ONE.shiftLeft(255).add(BigInteger.valueOf(i)));
      values.add(BigInteger.ONE.shiftLeft(129).add(BigInteger.valueOf(i)));
    }
    for (int i = 0; i < 40; i++) {
      values.add(new BigInteger(256, random).mod(m));
    }
    return values;
  }

  private static long[] limbs(BigInteger value) {
    long[] out = new long[4];
    for (int i = 0; i < 4; i++) {
      out[i] = value.shiftRight(64 * i).longValue();
    }
    return out;
  }

  private static BigInteger value(long[] limbs) {
    return new BigInteger(1, Modulus.bytes(limbs, 0));
  }

  @Test
  void sumsProductsAndInversesAreBigIntegers() {
    for (var modulus : List.of(Modulus.FIELD, Modulus.ORDER)) {
      var m = new BigInteger(1, modulus.value());
      long[] out = new long[4];
      long[] wide = new long[9];
      var dot = BigInteger.ZERO;
      for (var a : values(m)) {
        for (var b : values(m)) {
          modulus.add(out, 0, limbs(a), 0, limbs(b), 0);
          assertThat(value(out)).isEqualTo(a.add(b).mod(m));
          modulus.subtract(out, 0, limbs(a), 0, limbs(b), 0);
          assertThat(value(out)).isEqualTo(a.subtract(b).mod(m));
          modulus.multiply(out, 0, limbs(a), 0, limbs(b), 0);
          assertThat(value(out)).isEqualTo(a.multiply(b).mod(m));
          Modulus.addProduct(wide, limbs(a), 0, limbs(b), 0);
          dot = dot.add(a.multiply(b));
        }
        modulus.invert(out, 0, limbs(a), 0);
        var inverse = a.signum() == 0 ? BigInteger.ZERO : a.modInverse(m);
        assertThat(value(out)).isEqualTo(inverse);
      }
      modulus.reduce(out, 0, wide);
      assertThat(value(out)).isEqualTo(dot.mod(m));
    }
  }

  @Test
  void bytesAtOrAboveTheModulusAreNotCanonicalAndAreReadReduced() {
    for (var modulus : List.of(Modulus.FIELD, Modulus.ORDER)) {
      byte[] m = modulus.value();
      assertThat(modulus.canonical(m, 0)).isFalse();
      long[] out = new long[4];
      modulus.read(out, 0, m, 0);
      assertThat(Modulus.isZero(out, 0)).isTrue();
      m[31]--;
      assertThat(modulus.canonical(m, 0)).isTrue();
    }
  }
}
