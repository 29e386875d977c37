package io.argosy.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

final class RlpTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void aNegativeNumberHasNoEncoding() {
    assertThatThrownBy(() -> Rlp.number(BigInteger.valueOf(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The examples of the Ethereum wiki's page on RLP. */
  @ParameterizedTest
  @CsvSource({"0, 80", "15, 0f", "1024, 820400", "127, 7f", "128, 8180"})
  void numbersAreAsPublished(long number, String encoded) {
    assertThat(HexFormat.of().formatHex(Rlp.number(number))).isEqualTo(encoded);
  }

  @Test
  void textsAndListsAreAsPublished() {
    byte[] cat = Rlp.bytes("cat".getBytes(StandardCharsets.US_ASCII));
    byte[] dog = Rlp.bytes("dog".getBytes(StandardCharsets.US_ASCII));
    byte[] lorem =
        Rlp.bytes(
            "Lorem ipsum dolor sit amet, consectetur adipisicing elit"
                .getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(Rlp.list(cat, dog))).isEqualTo("c88363617483646f67");
    assertThat(HexFormat.of().formatHex(Rlp.list())).isEqualTo("c0");
    assertThat(HexFormat.of().formatHex(lorem)).startsWith("b8384c6f72656d20");
    assertThat(HexFormat.of().formatHex(Rlp.list(Rlp.list(), Rlp.list(Rlp.list()))))
        .isEqualTo("c3c0c1c0");
  }

  /** Lengths around each change of the prefix. */
  @Test
  void stringsAndListsOfEveryLengthAreAsAnotherLibraryWritesThem() {
    for (int length : List.of(0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65_535, 65_536)) {
      byte[] content = new byte[length];
      RANDOM.nextBytes(content);
      assertThat(Rlp.bytes(content)).isEqualTo(RlpEncoder.encode(RlpString.create(content)));
      var ours = new ArrayList<byte[]>();
      var theirs = new ArrayList<RlpType>();
      for (int i = 0; i < length / 20; i++) {
        ours.add(Rlp.number(i));
        theirs.add(RlpString.create(i));
      }
      assertThat(Rlp.list(ours)).isEqualTo(RlpEncoder.encode(new RlpList(theirs)));
    }
  }
}
