package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The base transfers alone, between their two sides. */
class BaseOtTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final byte[] CHOICES = new Seeded("choices").bytes(BaseOt.COUNT / 8);
  private static final String DOMAIN = "argosy dkls23 1 base ot secp256k1_XMD:SHA-256_SSWU_RO_";

  private static BaseOt.Receiver receiver(byte[] sid) {
    return new BaseOt.Receiver(sid, CHOICES);
  }

  private static BaseOt.Sent send(byte[] request) throws ProtocolFault {
    return BaseOt.send(SID, Faults.fields(request), new Seeded("sender"));
  }

  private static int choice(int index) {
    return CHOICES[index / 8] >> (index % 8) & 1;
  }

  /** How many of the receiver's keys are the sender's that it chose; it never has another one. */
  private static long same(byte[][] keys, BaseOt.Sent sent) {
    long same = 0;
    for (int i = 0; i < BaseOt.COUNT; i++) {
      same += Arrays.equals(keys[i], sent.keys()[i][choice(i)]) ? 1 : 0;
      assertThat(keys[i]).hasSize(32).isNotEqualTo(sent.keys()[i][1 - choice(i)]);
    }
    return same;
  }

  @Test
  void theReceiverHasTheChosenKeyOfEachTwoAndNoOther() throws ProtocolFault {
    var receiver = receiver(SID);

    var sent = send(receiver.request(new Seeded("receiver")));
    byte[][] keys = receiver.keys(Faults.fields(sent.answer()));

    assertThat(same(keys, sent)).isEqualTo(BaseOt.COUNT);
    assertThat(Arrays.stream(keys).map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @Test
  void bothSidesSayWhatTheSlowModelSays() throws ProtocolFault {
    var coins = new Seeded("receiver");
    byte[] choices = coins.bytes(32);
    byte[] request = new BaseOt.Receiver(SID, choices).request(coins);
    var slow = new SlowSetup(SID, new Seeded("receiver"));

    assertThat(request).isEqualTo(slow.request());
    var sent = send(request);
    var trees = Puncture.whole(SID, sent.keys());

    byte[] answer = slow.answer(new Seeded("sender"));
    assertThat(sent.answer()).isEqualTo(Arrays.copyOf(answer, BaseOt.SENDER_BYTES));
    assertThat(trees.message())
        .isEqualTo(Arrays.copyOfRange(answer, BaseOt.SENDER_BYTES, answer.length));
    assertThat(trees.keys()).isDeepEqualTo(slow.leaves());
  }

  @Test
  void aReceiverInAnotherSessionHasNoKey() throws ProtocolFault {
    var receiver = receiver(Seeded.sha256(new byte[] {2}));

    var sent = send(receiver.request(new Seeded("receiver")));

    assertThat(same(receiver.keys(Faults.fields(sent.answer())), sent)).isZero();
  }

  /** A receiver can choose one of its points so, and both keys would be of no secret. */
  @ParameterizedTest
  @ValueSource(ints = {0, 511})
  void pointsThatCancelOutAreMalformed(int place) {
    byte[] request = receiver(SID).request(new Seeded("receiver"));
    byte[] other = new byte[65];
    other[0] = 4;
    System.arraycopy(request, 64 * (place ^ 1), other, 1, 64);
    byte[] message =
        Hash.tagged("base ot point")
            .bytes(SID)
            .number(place >> 1)
            .number(place & 1)
            .bytes(Points.compress(other))
            .digest();
    byte[] hashed = HashToCurve.points(DOMAIN, new byte[][] {message})[0];
    byte[] twice = Points.publicProduct(Scalars.bytes(Scalars.of(2)), hashed);
    System.arraycopy(Points.subtract(hashed, twice), 1, request, 64 * place, 64);

    Faults.requireMalformed("points that cancel out", () -> send(request));
  }

  @Test
  void whatIsNoPointIsMalformedOnBothSides() throws ProtocolFault {
    var receiver = receiver(SID);
    byte[] request = receiver.request(new Seeded("receiver"));
    byte[] answer = send(request).answer();
    for (int place : new int[] {0, BaseOt.COUNT * 2 * Points.AFFINE - 1}) {
      byte[] wrong = Faults.flipped(request, place);
      Faults.requireMalformed("not a point of the curve", () -> send(wrong));
      byte[] wrongAnswer = Faults.flipped(answer, place);
      Faults.requireMalformed(
          "not a point of the curve", () -> receiver.keys(Faults.fields(wrongAnswer)));
    }
  }

  /** A session that ends early wipes one that has no secret yet. */
  @Test
  void aReceiverIsWipedAtAnyTimeAndHoldsNoSecretThen() {
    var receiver = receiver(SID);
    receiver.wipe();
    byte[] request = receiver.request(new Seeded("receiver"));

    receiver.wipe();

    assertThat(request).hasSize(BaseOt.RECEIVER_BYTES);
    Wiped.require(receiver, "secrets");
  }
}
