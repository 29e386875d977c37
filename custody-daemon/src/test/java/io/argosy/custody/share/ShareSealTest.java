package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.share.ShareSeal.Layer;
import io.argosy.custody.share.ShareSeal.Outcome;
import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShareSealTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Digest32 GENESIS = Digest32.parse("ab".repeat(32));
  private static final ShareContext MINE = new ShareContext(GENESIS, "custody-1", "treasury", 0);
  private static final byte[] SHARE =
      "a share of thirty-two bytes, ok!".getBytes(StandardCharsets.US_ASCII);

  private static final KeyStore STORE = store("a long passphrase", 1);
  private final ShareSeal seal = new ShareSeal(STORE, host(1), RANDOM);
  private final byte[] sealed = done(seal.seal(SHARE, MINE));

  private static KeyStore store(String passphrase, int salt) {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) salt;
    return new PassphraseStore(passphrase.toCharArray(), bytes, RANDOM);
  }

  private static HostSecret host(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return new HostSecret(bytes);
  }

  private static byte[] done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).bytes();
  }

  @Test
  void theDiskWithAnotherDaemonsStoreOpensNothing() {
    var other = new ShareSeal(store("a long passphrase", 2), host(1), RANDOM);

    assertThat(other.open(sealed, MINE)).isEqualTo(new Outcome.Broken(Layer.KEY_STORE));
  }

  @Test
  void theStoreWithoutThisHostsSecretOpensNothing() {
    var administrator = new ShareSeal(STORE, host(2), RANDOM);

    assertThat(administrator.open(sealed, MINE)).isEqualTo(new Outcome.Broken(Layer.HOST_SECRET));
  }

  @Test
  void aShareOpensUnderNoOtherGenesisDaemonKeyOrEpoch() {
    var others =
        Set.of(
            new ShareContext(Digest32.parse("cd".repeat(32)), "custody-1", "treasury", 0),
            new ShareContext(GENESIS, "custody-2", "treasury", 0),
            new ShareContext(GENESIS, "custody-1", "treasury-2", 0),
            new ShareContext(GENESIS, "custody-1", "treasury", 1));

    assertThat(others)
        .hasSize(4)
        .allSatisfy(
            other -> assertThat(seal.open(sealed, other)).isInstanceOf(Outcome.Broken.class));
  }

  @Test
  void everyFlippedBitIsFoundAndItsLayerNamed() {
    var named = EnumSet.noneOf(Layer.class);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(seal.open(flipped, MINE))
          .isInstanceOfSatisfying(Outcome.Broken.class, broken -> named.add(broken.layer()));
    }
    assertThat(named).contains(Layer.FILE, Layer.KEY_STORE, Layer.SHARE);
  }

  @Test
  void aShorterFileIsNoShare() {
    for (int length = 0; length < sealed.length; length++) {
      assertThat(seal.open(java.util.Arrays.copyOf(sealed, length), MINE))
          .isInstanceOf(Outcome.Broken.class);
    }
  }

  @Test
  void aStoreThatIsAwayIsWaitedForAndNotTakenForABrokenShare() {
    var away =
        new LateStore(
            () -> {
              throw new TokenGoneException("no token", null);
            });
    var waiting = new ShareSeal(away, host(1), RANDOM);

    assertThat(waiting.seal(SHARE, MINE))
        .isEqualTo(
            new Outcome.Waiting(KeyStore.Cause.TOKEN_REMOVED, "TokenGoneException no token"));
    assertThat(waiting.open(sealed, MINE))
        .isEqualTo(
            new Outcome.Waiting(KeyStore.Cause.TOKEN_REMOVED, "TokenGoneException no token"));
  }

  @Test
  void aSealedShareOpensInItsPlaceAndDoesNotShowTheShare() {
    assertThat(done(seal.open(sealed, MINE))).isEqualTo(SHARE);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("a share");
  }
}
