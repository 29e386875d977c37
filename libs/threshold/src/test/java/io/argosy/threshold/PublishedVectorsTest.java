package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What libsecp256k1, as this module calls it, says of signatures that others published. */
class PublishedVectorsTest {
  private static final BigInteger Q = new BigInteger(1, Order.value());

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** A high s is lowered first: this module knows low ones only, Wycheproof both. */
  private static byte[] withLowS(byte[] signature) {
    byte[] out = signature.clone();
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    if (s.compareTo(Q.shiftRight(1)) > 0 && s.compareTo(Q) < 0) {
      Limbs.write(out, 32, Numbers.limbs(Q.subtract(s)), 0);
    }
    return out;
  }

  private static boolean verifies(byte[] signature, byte[] digest, byte[] key) {
    try {
      return Points.verifies(signature, digest, key);
    } catch (Secp256k1Exception e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "wycheproof.csv")
  void wycheproofsSignaturesAreValidOrNotAsItSays(
      int id, String key, String message, String signature, String result) {
    byte[] text = message == null ? new byte[0] : hex(message);
    boolean valid = verifies(withLowS(hex(signature)), Seeded.sha256(text), hex(key));

    assertThat(valid).as("tcId %d", id).isEqualTo(result.equals("valid"));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "bip340.csv")
  void bip340sSignaturesAreValidOrNotAsItSays(
      String key, String message, String signature, boolean valid) {
    assertThat(Secp256k1.get().verifySchnorr(hex(signature), hex(message), hex(key)))
        .isEqualTo(valid);
  }
}
