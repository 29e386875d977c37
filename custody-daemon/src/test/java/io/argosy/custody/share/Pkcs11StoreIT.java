package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.Digest32;
import io.argosy.stack.SoftHsm;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against SoftHSM 2, a real PKCS#11 token in software. */
final class Pkcs11StoreIT {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Digest32 GENESIS = Digest32.parse("ab".repeat(32));
  private static final ShareContext MINE = new ShareContext(GENESIS, "custody-1", "treasury", 0);
  private static final String PIN = "4711-0815";
  private static SoftHsm hsm;

  @BeforeAll
  static void twoTokens() throws Exception {
    Path tokens = Path.of(System.getProperty("argosy.softhsm"));
    hsm = SoftHsm.prepare(Path.of(System.getProperty("argosy.tools")), tokens);
    hsm.initToken("one", PIN);
    hsm.initToken("two", PIN);
    hsm.initToken("never opened", PIN);
  }

  private static Pkcs11Store open(int slot, String pin) throws GeneralSecurityException {
    return Pkcs11Store.open(hsm.library(), slot, pin.toCharArray(), RANDOM);
  }

  private static byte[] done(KeyStore.Answer answer) {
    assertThat(answer).isInstanceOf(KeyStore.Answer.Done.class);
    return ((KeyStore.Answer.Done) answer).bytes();
  }

  /** A login holds for the whole process, hence a token that no other test opens. */
  @Test
  void aWrongPinOpensNoToken() {
    assertThatThrownBy(() -> open(2, "wrong-pin"))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageNotContaining("wrong-pin");
  }

  @Test
  void anotherTokenAndAnotherContextUnwrapNothing() throws Exception {
    byte[] wrapped = done(open(0, PIN).wrap(new byte[32], MINE));
    var next = new ShareContext(GENESIS, "custody-1", "treasury", 1);

    assertThat(open(1, PIN).unwrap(wrapped, MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
    assertThat(open(0, PIN).unwrap(wrapped, next)).isInstanceOf(KeyStore.Answer.Rejected.class);
    wrapped[wrapped.length - 1] ^= 1;
    assertThat(open(0, PIN).unwrap(wrapped, MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
  }

  @Test
  void twoTokensHaveTwoIdentitiesAndOneTokenHasOne() throws Exception {
    assertThat(open(0, PIN).identity())
        .isEqualTo(open(0, PIN).identity())
        .isNotEqualTo(open(1, PIN).identity());
  }

  @Test
  void aShareSealedUnderTheTokenOpensAfterItIsOpenedAgain() throws Exception {
    byte[] share = "a share".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var sealed =
        new ShareSeal(open(0, PIN), new HostSecret(new byte[32]), RANDOM).seal(share, MINE);

    var again = new ShareSeal(open(0, PIN), new HostSecret(new byte[32]), RANDOM);

    assertThat(sealed).isInstanceOf(ShareSeal.Outcome.Done.class);
    assertThat(again.open(((ShareSeal.Outcome.Done) sealed).bytes(), MINE))
        .isInstanceOfSatisfying(
            ShareSeal.Outcome.Done.class, open -> assertThat(open.bytes()).isEqualTo(share));
  }

  @Test
  void eightThreadsWrapAndUnwrapAtOnce() throws Exception {
    var store = open(0, PIN);
    Callable<byte[]> roundTrip =
        () -> done(store.unwrap(done(store.wrap(new byte[32], MINE)), MINE));

    try (var threads = Executors.newFixedThreadPool(8)) {
      var answers = threads.invokeAll(IntStream.range(0, 400).mapToObj(_ -> roundTrip).toList());

      assertThat(answers).hasSize(400);
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(new byte[32]);
      }
    }
  }

  @Test
  void aNewVersionOfTheKeyTakesTheSecretOverAndTheOldOneEnds() throws Exception {
    var store = open(0, PIN);
    String key = "rotated-" + Math.abs(RANDOM.nextLong() >> 1); // tokens outlive a run
    var mine = new ShareContext(GENESIS, "custody-1", key, 0);
    byte[] first = done(store.wrap(new byte[32], mine));

    var _ = done(store.newVersion(mine));
    byte[] second = done(store.wrap(done(store.unwrap(first, mine)), mine));

    assertThat(store.wrappingKey(first, mine)).isEqualTo("custody-1." + key + ".0.v1");
    assertThat(store.wrappingKey(second, mine)).isEqualTo("custody-1." + key + ".0.v2");
    assertThat(done(store.unwrap(first, mine))).isEqualTo(new byte[32]);
    var _ = done(store.retireBefore(second, mine));
    assertThat(store.unwrap(first, mine)).isInstanceOf(KeyStore.Answer.Rejected.class);
    assertThat(done(store.unwrap(second, mine))).isEqualTo(new byte[32]);
    second[3] = 1;
    assertThat(store.unwrap(second, mine)).isInstanceOf(KeyStore.Answer.Rejected.class);
  }

  @Test
  void anEndedEpochsKeyOpensNothingAnyMore() throws Exception {
    var store = open(0, PIN);
    var ended = new ShareContext(GENESIS, "custody-1", "ended", 0);
    byte[] wrapped = done(store.wrap(new byte[32], ended));
    byte[] other = done(store.wrap(new byte[32], MINE));

    var _ = done(store.destroy(ended));

    assertThat(store.unwrap(wrapped, ended)).isInstanceOf(KeyStore.Answer.Rejected.class);
    assertThat(done(open(0, PIN).unwrap(other, MINE))).isEqualTo(new byte[32]);
  }
}
