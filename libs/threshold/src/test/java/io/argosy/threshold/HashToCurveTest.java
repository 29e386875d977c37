package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 9380, J.8.1. */
class HashToCurveTest {
  private static final String DOMAIN = "QUUX-V01-CS02-with-secp256k1_XMD:SHA-256_SSWU_RO_";

  @Test
  void messagesAndElementsGiveTheRfcsPoints() {
    var rows = Csv.rows("rfc9380.csv");

    assertThat(rows).hasSize(5);
    for (var row : rows) {
      byte[] message = row[0].getBytes(StandardCharsets.US_ASCII);
      byte[][] mapped = SimplifiedSwu.points(new long[][] {element(row[1]), element(row[2])});
      byte[] point = HashToCurve.points(DOMAIN, new byte[][] {message})[0];

      assertThat(hex(mapped[0])).isEqualTo("04" + row[3] + row[4]);
      assertThat(hex(mapped[1])).isEqualTo("04" + row[5] + row[6]);
      assertThat(hex(point)).isEqualTo("04" + row[7] + row[8]);
    }
  }

  private static long[] element(String hex) {
    long[] out = new long[4];
    Field.read(out, 0, HexFormat.of().parseHex(hex), 0);
    return out;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
