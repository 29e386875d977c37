package io.argosy.custody.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.session.Mailbox.Offered;
import io.argosy.custody.session.Mailbox.Taken;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final String SESSION = "sign/r";
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};
  private static final long LATE = System.nanoTime() + 3_600_000_000_000L;
  private final Mailbox mailbox = new Mailbox();

  private byte[] taken(int from, int round) throws InterruptedException {
    return mailbox.take(SESSION, from, round, System.nanoTime()) instanceof Taken.Letter(var body)
        ? body
        : new byte[0];
  }

  private Offered put(int from, String session, int round, byte[] body) {
    var offered = mailbox.offer(from, session, round, body.length);
    if (offered instanceof Offered.Take(var arrival)) {
      assertThat(arrival.add(ByteBuffer.wrap(body))).isTrue();
      assertThat(arrival.end()).isTrue();
      return new Offered.Kept();
    }
    return offered;
  }

  private static Arrival arriving(Offered offered) {
    assertThat(offered).isInstanceOf(Offered.Take.class);
    return ((Offered.Take) offered).arrival();
  }

  @Test
  void beforeASessionIsOpenOnlyASmallRoundZeroOfASigningWaits() throws InterruptedException {
    assertThat(put(2, SESSION, 1, ONE)).isInstanceOf(Offered.Later.class);
    assertThat(put(2, "generate/k", 0, ONE)).isInstanceOf(Offered.Later.class);
    assertThat(put(2, SESSION, 0, new byte[4_097])).isInstanceOf(Offered.Never.class);

    assertThat(put(2, SESSION, 0, ONE)).isInstanceOf(Offered.Kept.class);

    assertThat(mailbox.open(SESSION, List.of(2))).isTrue();
    assertThat(taken(2, 0)).isEqualTo(ONE);
  }

  @Test
  void oneSendersStaleSessionsFillNothingForTheOthers() {
    for (int i = 0; i < 256; i++) {
      assertThat(put(2, "sign/" + i, 0, ONE)).isInstanceOf(Offered.Kept.class);
    }

    assertThat(put(2, SESSION, 0, ONE)).isInstanceOf(Offered.Later.class);

    assertThat(put(3, SESSION, 0, ONE)).isInstanceOf(Offered.Kept.class);
  }

  @Test
  void theFirstMessageOfASenderForARoundStandsAlsoAfterItWasTaken() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    assertThat(put(2, SESSION, 0, ONE)).isInstanceOf(Offered.Kept.class);
    assertThat(put(2, SESSION, 0, TWO)).isInstanceOf(Offered.Kept.class);
    assertThat(taken(2, 0)).isEqualTo(ONE);

    assertThat(put(2, SESSION, 0, TWO)).isInstanceOf(Offered.Kept.class);

    assertThat(taken(2, 0)).isEmpty();
  }

  @Test
  void whoIsNoPartyOrTooFarAheadOrTooLongIsRefused() {
    boolean _ = mailbox.open(SESSION, List.of(2));

    assertThat(put(3, SESSION, 0, ONE)).isInstanceOf(Offered.Never.class);
    assertThat(put(2, SESSION, 2, ONE)).isInstanceOf(Offered.Never.class);
    assertThat(mailbox.offer(2, SESSION, 0, Mailbox.MOST_BYTES + 1))
        .isInstanceOf(Offered.Never.class);
    assertThat(mailbox.offer(2, SESSION, 0, -1)).isInstanceOf(Offered.Never.class);
    assertThat(put(2, SESSION, 1, ONE)).isInstanceOf(Offered.Kept.class);
    mailbox.turn(SESSION, 1);
    assertThat(put(2, SESSION, 2, ONE)).isInstanceOf(Offered.Kept.class);
  }

  @Test
  void aMessageHasRoomForWhatItsHeadAnnouncedAndNoMore() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    var arrival = arriving(mailbox.offer(2, SESSION, 0, 2));

    assertThat(arrival.add(ByteBuffer.allocate(3))).isFalse();
    assertThat(arrival.add(ByteBuffer.wrap(ONE))).isTrue();
    assertThat(arrival.end()).isFalse();
    assertThat(taken(2, 0)).isEmpty();
    assertThat(arrival.add(ByteBuffer.wrap(TWO))).isTrue();
    assertThat(arrival.end()).isTrue();

    assertThat(taken(2, 0)).containsExactly(1, 2);
  }

  @Test
  void oneMessageOfARoundIsOnItsWayAtATime() {
    boolean _ = mailbox.open(SESSION, List.of(2));
    var first = arriving(mailbox.offer(2, SESSION, 0, 2));

    assertThat(mailbox.offer(2, SESSION, 0, 2)).isInstanceOf(Offered.Later.class);

    first.drop();
    assertThat(mailbox.offer(2, SESSION, 0, 2)).isInstanceOf(Offered.Take.class);
  }

  @Test
  void whatIsOnItsWayHoldsNothingOnceItsSessionIsOver() {
    boolean _ = mailbox.open(SESSION, List.of(2));
    var arrival = arriving(mailbox.offer(2, SESSION, 0, 2));

    mailbox.close(SESSION);

    assertThat(arrival.add(ByteBuffer.wrap(ONE))).isFalse();
    assertThat(arrival.end()).isFalse();
  }

  @Test
  void anEarlyMessageOfWhoIsNoPartyIsDropped() throws InterruptedException {
    assertThat(put(3, SESSION, 0, ONE)).isInstanceOf(Offered.Kept.class);
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

    assertThat(put(2, SESSION, 0, ONE)).isInstanceOf(Offered.Never.class);
    assertThat(mailbox.open(SESSION, List.of(2))).isFalse();
    assertThat(mailbox.open("generate/k", List.of(2))).isTrue();
  }

  @Test
  void nobodyWaitsForAPartyThatLeftNorSendsToIt() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2, 3));
    mailbox.leave(SESSION, 2);
    mailbox.leave(SESSION, 4);

    assertThat(mailbox.take(SESSION, 2, 0, LATE)).isInstanceOf(Taken.Left.class);
    assertThat(mailbox.away(SESSION, 2)).isTrue();
    assertThat(mailbox.away(SESSION, 3)).isFalse();
  }

  @Test
  void aSigningWaitsForNobodyWhoDoesNotAnswerAtAllButACeremonyDoes() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    boolean _ = mailbox.open("generate/k", List.of(2));

    mailbox.gone(2);

    assertThat(mailbox.take(SESSION, 2, 0, LATE)).isInstanceOf(Taken.Gone.class);
    assertThat(mailbox.away("generate/k", 2)).isFalse();
  }

  @Test
  void aCeremonyThatBeganDoesNotWaitForAPartyThatIsGone() throws InterruptedException {
    boolean _ = mailbox.open("generate/k", List.of(2));
    mailbox.turn("generate/k", 1);

    mailbox.gone(2);

    assertThat(mailbox.take("generate/k", 2, 1, LATE)).isInstanceOf(Taken.Gone.class);
  }

  @Test
  void whatAPartySaidBeforeItLeftIsHeard() throws InterruptedException {
    boolean _ = mailbox.open(SESSION, List.of(2));
    assertThat(put(2, SESSION, 0, ONE)).isInstanceOf(Offered.Kept.class);
    mailbox.leave(SESSION, 2);

    assertThat(taken(2, 0)).isEqualTo(ONE);
  }
}
