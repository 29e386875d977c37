package io.argosy.custody.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.session.Mailbox.Put;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final String SESSION = "sign/r/0";
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};
  private final Mailbox mailbox = new Mailbox();

  private byte[] taken(int from, int round) throws InterruptedException {
    return mailbox.take(SESSION, from, round, System.nanoTime()).orElse(new byte[0]);
  }

  @Test
  void beforeASessionIsOpenOnlyASmallRoundZeroOfASigningWaits() throws InterruptedException {
    assertThat(mailbox.put(2, SESSION, 1, ONE)).isEqualTo(Put.LATER);
    assertThat(mailbox.put(2, "generate/k", 0, ONE)).isEqualTo(Put.LATER);
    assertThat(mailbox.put(2, SESSION, 0, new byte[4_097])).isEqualTo(Put.NEVER);

    assertThat(mailbox.put(2, SESSION, 0, ONE)).isEqualTo(Put.KEPT);

    assertThat(mailbox.open(SESSION, List.of(2))).isTrue();
    assertThat(taken(2, 0)).isEqualTo(ONE);
  }

  @Test
  void oneSendersStaleSessionsFillNothingForTheOthers() {
    for (int i = 0; i < 256; i++) {
      assertThat(mailbox.put(2, "sign/" + i + "/0", 0, ONE)).isEqualTo(Put.KEPT);
    }

    assertThat(mailbox.put(2, SESSION, 0, ONE)).isEqualTo(Put.LATER);

    assertThat(mailbox.put(3, SESSION, 0, ONE)).isEqualTo(Put.KEPT);
  }

  @Test
  void theFirstMessageOfASenderForARoundStands() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    assertThat(mailbox.put(2, SESSION, 0, ONE)).isEqualTo(Put.KEPT);
    assertThat(mailbox.put(2, SESSION, 0, TWO)).isEqualTo(Put.KEPT);

    assertThat(taken(2, 0)).isEqualTo(ONE);
  }

  @Test
  void whoIsNoPartyOrTooFarAheadOrTooLongIsRefused() {
    boolean _ = mailbox.open(SESSION, List.of(2));

    assertThat(mailbox.put(3, SESSION, 0, ONE)).isEqualTo(Put.NEVER);
    assertThat(mailbox.put(2, SESSION, 2, ONE)).isEqualTo(Put.NEVER);
    assertThat(mailbox.put(2, SESSION, 0, new byte[Mailbox.MOST_BYTES + 1])).isEqualTo(Put.NEVER);
    assertThat(mailbox.put(2, SESSION, 1, ONE)).isEqualTo(Put.KEPT);
    mailbox.turn(SESSION, 1);
    assertThat(mailbox.put(2, SESSION, 2, ONE)).isEqualTo(Put.KEPT);
  }

  @Test
  void anEarlyMessageOfWhoIsNoPartyIsDropped() throws InterruptedException {
    assertThat(mailbox.put(3, SESSION, 0, ONE)).isEqualTo(Put.KEPT);
    boolean _ = mailbox.open(SESSION, List.of(2));

    assertThat(taken(3, 0)).isEmpty();
  }

  @Test
  void aSigningThatIsOverNeverOpensAgainButACeremonyDoes() {
    boolean _ = mailbox.open(SESSION, List.of(2));
    boolean _ = mailbox.open("generate/k", List.of(2));
    assertThat(mailbox.open("generate/k", List.of(2))).isFalse();
    mailbox.close(SESSION);
    mailbox.close("generate/k");

    assertThat(mailbox.put(2, SESSION, 0, ONE)).isEqualTo(Put.NEVER);
    assertThat(mailbox.open(SESSION, List.of(2))).isFalse();
    assertThat(mailbox.open("generate/k", List.of(2))).isTrue();
  }

  @Test
  void nobodyWaitsForAPartyThatLeft() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    mailbox.leave(SESSION, 2);
    long late = System.nanoTime() + 3_600_000_000_000L;

    assertThat(mailbox.take(SESSION, 2, 0, late)).isEmpty();
  }
}
