package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is public of a key, as a certificate or a sealed share says it. */
class SharedKeyTest {
  private static final List<Integer> HOLDERS = List.of(1, 2, 7);
  private final byte[] point = Points.generator(Scalars.of(5));

  private static SharedKey key() {
    return KnownKey.of(2, HOLDERS);
  }

  private static byte[] written() {
    var out = new Message(SharedKey.bytes(3));
    key().write(out);
    return out.build();
  }

  private static SharedKey read(byte[] bytes) throws ProtocolFault {
    return SharedKey.read(Faults.fields(bytes), 3);
  }

  private static Map<Integer, byte[]> changed(int holder, byte[] share) {
    var shares = KnownKey.points(2, HOLDERS);
    shares.put(holder, share);
    return shares;
  }

  private static byte[] minus(byte[] of) {
    return Points.publicProduct(Scalars.bytes(Scalars.negate(Scalars.of(1))), of);
  }

  /** The first t of them make the key; each other one lies on their polynomial. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void everyPublicShareMustFit(int holder) {
    byte[] right = Objects.requireNonNull(KnownKey.points(2, HOLDERS).get(holder));
    for (byte[] wrong : new byte[][] {Points.generator(Scalars.of(99)), minus(right)}) {
      assertThatThrownBy(() -> new SharedKey(2, point, KnownKey.CHAIN_CODE, changed(holder, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("public shares that do not make the key");
    }
  }

  @Test
  void thePublicKeyAndTheThresholdMustFitToo() {
    var shares = KnownKey.points(2, HOLDERS);
    assertThatThrownBy(() -> new SharedKey(2, minus(point), KnownKey.CHAIN_CODE, shares))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SharedKey(2, point, KnownKey.CHAIN_CODE, KnownKey.points(3, HOLDERS)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SharedKey(4, point, KnownKey.CHAIN_CODE, shares))
        .hasMessageStartingWith("2 <= t");
    assertThatThrownBy(() -> new SharedKey(1, point, KnownKey.CHAIN_CODE, shares))
        .hasMessageStartingWith("2 <= t");
  }

  /** Of holders 1 and 2 the weights are 2 and -1. */
  @Test
  void publicSharesThatCancelOutAreNoKey() {
    var shares = Map.of(1, Points.generator(Scalars.of(1)), 2, Points.generator(Scalars.of(2)));

    assertThatThrownBy(() -> new SharedKey(2, point, KnownKey.CHAIN_CODE, shares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("public shares that cancel out");
  }

  @Test
  void aCertificatesKeyIsReadBackStrictly() {
    var key = key();
    byte[] publicKey = key.publicKey();
    byte[] chainCode = key.chainCode();
    var shares = key.publicShares();

    assertThat(SharedKey.of(2, publicKey, chainCode, shares)).isEqualTo(key);

    for (int length : new int[] {0, 31, 33}) {
      byte[] wrong = Arrays.copyOf(chainCode, length);
      assertThatThrownBy(() -> SharedKey.of(2, publicKey, wrong, shares))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a chain code of 32 bytes");
    }
    assertThatThrownBy(() -> SharedKey.of(2, point, chainCode, shares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a point has 33 bytes");
    for (byte[] wrong : new byte[][] {point, new byte[33], new byte[0]}) {
      var others = new TreeMap<>(shares);
      others.put(7, wrong);
      assertThatThrownBy(() -> SharedKey.of(2, publicKey, chainCode, others))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nobodyChangesAKeyThatExists() {
    byte[] chainCode = KnownKey.CHAIN_CODE.clone();
    var key = SharedKey.of(2, Points.compress(point), chainCode, key().publicShares());

    chainCode[0] ^= 1;
    key.chainCode()[0] ^= 1;
    key.publicShares().clear();

    assertThat(key).isEqualTo(key());
    assertThat(key.chainCode()).isEqualTo(KnownKey.CHAIN_CODE);
    assertThat(key.publicKey()).isEqualTo(Points.compress(point));
    assertThat(key.publicPoint()).isEqualTo(point);
    assertThat(key.threshold()).isEqualTo(2);
    assertThat(key.holders()).isEqualTo(HOLDERS);
    assertThat(key.publicShares().keySet()).containsExactlyElementsOf(HOLDERS);
  }

  @Test
  void aPublicShareIsAHoldersAlone() {
    assertThat(key().publicShare(7)).isEqualTo(Points.generator(KnownKey.share(2, 7)));
    assertThatThrownBy(() -> key().publicShare(3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreTheSameOnlyInAllThatTheySay() {
    byte[] other = Faults.flipped(KnownKey.CHAIN_CODE, 31);
    var shares = KnownKey.points(2, HOLDERS);

    assertThat(key()).isEqualTo(key()).hasSameHashCodeAs(key()).isNotEqualTo("a key");
    assertThat(key().hashCode()).isNotZero();
    for (var different :
        List.of(
            KnownKey.of(2, List.of(1, 2)),
            KnownKey.of(2, List.of(1, 2, 8)),
            KnownKey.of(3, HOLDERS),
            new SharedKey(2, point, other, shares))) {
      assertThat(different).isNotEqualTo(key());
    }
  }

  /** Its holders are bound in with their shares, and the threshold and the chain code before. */
  @Test
  void theDigestIsOfAllThatIsPublic() {
    var shares = key().publicShares();

    assertThat(key().digest())
        .isEqualTo(
            SlowHash.hash(
                "shared key",
                2,
                Points.compress(point),
                KnownKey.CHAIN_CODE,
                1,
                Objects.requireNonNull(shares.get(1)),
                2,
                Objects.requireNonNull(shares.get(2)),
                7,
                Objects.requireNonNull(shares.get(7))));
  }

  @Test
  void whatWasWrittenIsReadBackAndHoldersStandInRisingOrder() throws ProtocolFault {
    assertThat(read(written())).isEqualTo(key());
    int first = 1 + 33 + 32;
    for (int holder : new int[] {0, -1, 2, 3}) {
      byte[] wrong = written();
      wrong[first] = (byte) holder;
      Faults.requireMalformed("holders in rising order", () -> read(wrong));
    }
  }

  /** The public key, and the first public share after its holder's index. */
  @ParameterizedTest
  @ValueSource(ints = {1, 67})
  void aPointThatIsNoneIsMalformed(int place) {
    byte[] wrong = written();
    wrong[place] = 5;

    Faults.requireMalformed("not a point of the curve", () -> read(wrong));
  }
}
