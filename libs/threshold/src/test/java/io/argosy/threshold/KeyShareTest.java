package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyShareTest {
  private static List<KeyShare> shares = List.of();

  @BeforeAll
  static void aKey() {
    shares = Table.key(2, 3);
  }

  /** Format, index, n, t, the public key's prefix. */
  @ParameterizedTest
  @CsvSource({
    "0, 1", "0, 3", "1, 0", "1, 4", "1, -1", "2, 1", "2, 4", "2, 10", "3, 1", "3, 4", "4, 4"
  })
  void aShareOfNoKeyIsRefused(int place, int value) {
    byte[] bytes = shares.get(2).encodeSecret();
    bytes[place] = (byte) value;

    assertThatThrownBy(() -> KeyShare.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aShareOfAnotherLengthOrWithAForeignScalarIsRefused() {
    byte[] bytes = shares.getFirst().encodeSecret();
    byte[] foreign = bytes.clone();
    int scalar = bytes.length - 2 * PairSecrets.BYTES - 32;
    Arrays.fill(foreign, scalar, scalar + 32, (byte) 0xff);

    for (byte[] wrong :
        List.of(
            new byte[0],
            new byte[3],
            Arrays.copyOf(bytes, 4),
            Arrays.copyOf(bytes, bytes.length - 1),
            Arrays.copyOf(bytes, bytes.length + 1),
            foreign)) {
      assertThatThrownBy(() -> KeyShare.decode(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() {
    for (var share : shares) {
      try (var back = KeyShare.decode(share.encodeSecret())) {
        assertThat(back.encodeSecret()).isEqualTo(share.encodeSecret());
        assertThat(back.secret()).isEqualTo(share.secret());
        assertThat(back.publicKey()).isEqualTo(share.publicKey());
        assertThat(back.key().publicPoint()).isEqualTo(share.key().publicPoint());
        assertThat(back.chainCode()).isEqualTo(share.chainCode());
        assertThat(List.of(back.self(), back.threshold(), back.key().holders().size()))
            .isEqualTo(List.of(share.self(), 2, 3));
        assertThat(back.unlocked()).isEqualTo(share.unlocked());
      }
    }
  }

  @Test
  void thePairsSecretsAreThePairsAndNobodyElses() {
    var seeds =
        List.of(shares.get(0).zeroSeed(2), shares.get(0).zeroSeed(3), shares.get(1).zeroSeed(3));
    assertThat(shares.get(1).zeroSeed(1)).isEqualTo(seeds.get(0));
    assertThat(shares.get(2).zeroSeed(1)).isEqualTo(seeds.get(1));
    assertThat(shares.get(2).zeroSeed(2)).isEqualTo(seeds.get(2));
    assertThat(seeds).doesNotHaveDuplicates();

    for (int peer : new int[] {0, 1, 4}) {
      assertThatThrownBy(() -> shares.getFirst().zeroSeed(peer))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingIsReadAfterClose() {
    var share = KeyShare.decode(shares.getFirst().encodeSecret());
    var whole = share.whole(2);

    share.close();

    assertThatThrownBy(share::secret).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(share::encodeSecret).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> whole.read(0, 0, new byte[32]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(share.toString()).isEqualTo("KeyShare[1 of 3]");
  }
}
