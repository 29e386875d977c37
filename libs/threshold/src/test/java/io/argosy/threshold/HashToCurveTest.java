package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of RFC 9380, J.8.1. */
class HashToCurveTest {
  private static final String DOMAIN = "QUUX-V01-CS02-with-secp256k1_XMD:SHA-256_SSWU_RO_";

  @ParameterizedTest
  @CsvSource({
    "'',c1cae290e291aee617ebaef1be6d73861479c48b841eaba9b7b5852ddfeb1346,"
        + "64fa678e07ae116126f08b022a94af6de15985c996c3a91b64c406a960e51067",
    "abc,3377e01eab42db296b512293120c6cee72b6ecf9f9205760bd9ff11fb3cb2c4b,"
        + "7f95890f33efebd1044d382a01b1bee0900fb6116f94688d487c6c7b9c8371f6",
    "abcdef0123456789,bac54083f293f1fe08e4a70137260aa90783a5cb84d3f35848b324d0674b0e3a,"
        + "4436476085d4c3c4508b60fcf4389c40176adce756b398bdee27bca19758d828"
  })
  void aMessageGivesTheRfcsPoint(String message, String x, String y) {
    byte[] point =
        HashToCurve.points(DOMAIN, new byte[][] {message.getBytes(StandardCharsets.US_ASCII)})[0];

    assertThat(HexFormat.of().formatHex(point)).isEqualTo("04" + x + y);
  }
}
