package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.Test;

/** What libsecp256k1, as it is bound here, says of signatures that others published. */
class PublishedVectorsTest {
  private static final Secp256k1 CURVE = Secp256k1.get();
  private static final BigInteger Q = new BigInteger(1, Order.value());

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** A high s is lowered first: this module knows low ones only, Wycheproof both. */
  private static byte[] withLowS(byte[] signature) {
    if (signature.length != 64) {
      return signature;
    }
    byte[] out = signature.clone();
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    if (s.compareTo(Q.shiftRight(1)) > 0 && s.compareTo(Q) < 0) {
      Limbs.write(out, 32, Numbers.limbs(Q.subtract(s)), 0);
    }
    return out;
  }

  private static boolean ecdsa(byte[] signature, String[] row) {
    try {
      return signature.length == 64
          && Points.verifies(signature, Seeded.sha256(hex(row[2])), hex(row[1]));
    } catch (Secp256k1Exception e) {
      return false;
    }
  }

  /** Numbers of the cases of which we say something else than their file. */
  private static List<String> disagreements(List<String[]> rows, Predicate<String[]> verifies) {
    var wrong = new ArrayList<String>();
    for (var row : rows) {
      if (verifies.test(row) != row[4].equals("valid")) {
        wrong.add(row[0]);
      }
    }
    return wrong;
  }

  @Test
  void wycheproofsSignaturesOfTwoNumbersAreValidOrNotAsItSays() {
    var rows = Csv.rows("wycheproof-p1363.csv");

    assertThat(rows).hasSize(252);
    assertThat(disagreements(rows, row -> ecdsa(withLowS(hex(row[3])), row))).isEmpty();
  }

  @Test
  void wycheproofsSignaturesInDerAreValidOrNotAsItSays() {
    var rows = Csv.rows("wycheproof-der.csv");

    assertThat(rows).hasSize(476);
    assertThat(disagreements(rows, row -> ecdsa(withLowS(compact(hex(row[3]))), row))).isEmpty();
  }

  /** The binding takes two numbers of 32 bytes; what is not DER of such never reaches it. */
  private static byte[] compact(byte[] signature) {
    try {
      var sequence = ASN1Sequence.getInstance(signature);
      byte[] out = new byte[64];
      for (int i = 0; i < 2; i++) {
        var number = ASN1Integer.getInstance(sequence.getObjectAt(i)).getValue();
        if (number.signum() < 0 || number.bitLength() > 256) {
          return new byte[0];
        }
        Limbs.write(out, 32 * i, Numbers.limbs(number), 0);
      }
      boolean strict = Arrays.equals(sequence.getEncoded(ASN1Encoding.DER), signature);
      return strict && sequence.size() == 2 ? out : new byte[0];
    } catch (IOException | RuntimeException e) {
      return new byte[0];
    }
  }

  /** There a high s is invalid, as it is here. */
  @Test
  void wycheproofsSignaturesForBitcoinAreValidOrNotAsItSays() {
    var rows = Csv.rows("wycheproof-bitcoin.csv");

    assertThat(rows).hasSize(463);
    assertThat(disagreements(rows, row -> ecdsa(compact(hex(row[3])), row))).isEmpty();
  }

  @Test
  void bip340sSignaturesAreValidOrNotAsItSaysAndItsSignersSignThem() {
    var rows = Csv.rows("bip340.csv");

    assertThat(rows).hasSize(19);
    for (var row : rows) {
      byte[] message = hex(row[4]);
      if (message.length == 32) { // The binding takes hashes only.
        assertThat(schnorr(hex(row[5]), message, hex(row[2])))
            .as("case %s", row[0])
            .isEqualTo(row[6].equals("TRUE"));
        if (!row[1].isEmpty()) {
          assertThat(CURVE.signSchnorr(message, hex(row[1]), hex(row[3]))).isEqualTo(hex(row[5]));
        }
      }
    }
  }

  private static boolean schnorr(byte[] signature, byte[] message, byte[] key) {
    try {
      return CURVE.verifySchnorr(signature, message, key);
    } catch (Secp256k1Exception e) {
      return false;
    }
  }
}
