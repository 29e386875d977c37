package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyShareTest {
  private static final int SCALAR_AT = 3 + SharedKey.bytes(3);
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

  private static KeyShare known() {
    return KnownKey.keyShare(2, List.of(2, 7, 9), 7);
  }

  private static byte[] withScalar(byte[] scalar) {
    try (var share = known()) {
      byte[] bytes = share.encodeSecret();
      System.arraycopy(scalar, 0, bytes, SCALAR_AT, 32);
      return bytes;
    }
  }

  /** More than the order would be read as what is left of it. */
  @Test
  void aScalarHasOneEncoding() {
    byte[] share = Scalars.bytes(KnownKey.share(2, 7));
    var more = new BigInteger(1, share).add(new BigInteger(1, Order.value()));

    assertThatThrownBy(() -> KeyShare.decode(withScalar(SlowHash.slice(more.toByteArray(), 1, 32))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a share: a scalar below the order");
    try (var back = KeyShare.decode(withScalar(share))) {
      assertThat(back.secret()).isEqualTo(KnownKey.share(2, 7));
    }
  }

  @Test
  void aScalarThatIsZeroOrAnotherHoldersIsRefusedAndNotKept() throws IOException {
    long before = lockedKilobytes();

    for (long[] scalar : List.of(Scalars.of(0), KnownKey.share(2, 2))) {
      assertThatThrownBy(() -> KeyShare.decode(withScalar(Scalars.bytes(scalar))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not the share of this public share");
    }

    assertThat(lockedKilobytes()).isEqualTo(before);
  }

  private static long lockedKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmLck:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 10})
  void noKeyHasSoManyHolders(int holders) {
    byte[] bytes = {2, 1, (byte) holders};

    assertThatThrownBy(() -> KeyShare.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a share: indexes of no key");
  }

  private static void requirePair(KeyShare share, int peer, PairSecrets pair) {
    var held = Pairs.of(share, peer);
    assertThat(held.zeroSeed()).isEqualTo(pair.zeroSeed());
    assertThat(held.places()).isEqualTo(pair.places());
    assertThat(held.punctured()).isDeepEqualTo(pair.punctured());
    assertThat(held.whole()).isDeepEqualTo(pair.whole());
  }

  @Test
  void aFreshPairTakesThePlaceOfTheOldOneAndOfNoOther() {
    var fresh = new FreshPair(9, KnownKey.pair("fresh"));
    try (var share = known();
        var renewed = share.with(fresh)) {
      requirePair(renewed, 9, KnownKey.pair("fresh"));
      requirePair(renewed, 2, KnownKey.pair("pair 2"));
      requirePair(share, 9, KnownKey.pair("pair 9"));
      assertThat(renewed.setup(9)).isEqualTo(fresh.setup()).isNotEqualTo(share.setup(9));
      assertThat(renewed.setup(2)).isEqualTo(share.setup(2));
      assertThat(renewed.secret()).isEqualTo(share.secret());
      assertThat(renewed.key()).isEqualTo(share.key());
      assertThat(List.of(renewed.self(), share.self())).containsOnly(7);
      for (int peer : new int[] {0, 3, 7}) {
        var none = new FreshPair(peer, KnownKey.pair("fresh"));
        assertThatThrownBy(() -> share.with(none)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void noiseTakesThePlaceOfAPairThatIsGivenUp() {
    try (var share = known();
        var less = share.without(2, new Seeded("noise"))) {
      byte[] noise = new Seeded("noise").bytes(PairSecrets.BYTES);
      byte[] last = new byte[32];
      less.whole(2).read(Puncture.BLOCKS - 1, Puncture.LEAVES - 1, last);
      assertThat(less.zeroSeed(2)).isEqualTo(Arrays.copyOf(noise, 32));
      assertThat(last).isEqualTo(Arrays.copyOfRange(noise, noise.length - 32, noise.length));
      requirePair(less, 9, KnownKey.pair("pair 9"));
    }
  }
}
