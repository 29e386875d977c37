package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The base transfers alone, between their two sides. */
class BaseOtTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final byte[] CHOICES = new Seeded("choices").bytes(BaseOt.COUNT / 8);
  private static final String DOMAIN = "argosy dkls23 1 base ot secp256k1_XMD:SHA-256_SSWU_RO_";

  private final BaseOt.Receiver receiver = receiver(SID);
  private final byte[] request = receiver.request(new Seeded("receiver"));

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
    var sent = send(request);
    byte[][] keys = receiver.keys(Faults.fields(sent.answer()));

    assertThat(same(keys, sent)).isEqualTo(BaseOt.COUNT);
    assertThat(Arrays.stream(keys).map(Arrays::toString)).doesNotHaveDuplicates();
  }

  private static byte[] affine(byte[] message, int place) {
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(message, 64 * place, point, 1, 64);
    return point;
  }

  /** What the hash makes of the point beside the one at a place of the request. */
  private byte[] hashed(int place) {
    byte[] other = Points.compress(affine(request, place ^ 1));
    byte[] message = SlowHash.hash("base ot point", SID, place / 2, place % 2, other);
    return HashToCurve.points(DOMAIN, new byte[][] {message})[0];
  }

  /** The coins are the scalars behind the other points, and then those behind the chosen ones. */
  @Test
  void theReceiversPointsFixEachOtherThroughTheHash() {
    byte[] coins = new Seeded("receiver").bytes(2 * BaseOt.COUNT * 32);
    for (int index : new int[] {0, 5, 255}) {
      int chosen = 2 * index + choice(index);
      assertThat(affine(request, chosen ^ 1)).isEqualTo(times(coins, index));
      assertThat(Points.add(affine(request, chosen), hashed(chosen)))
          .isEqualTo(times(coins, BaseOt.COUNT + index));
    }
  }

  private static byte[] scalar(byte[] coins, int number) {
    return Arrays.copyOfRange(coins, 32 * number, 32 * number + 32);
  }

  private static byte[] times(byte[] coins, int number) {
    return Points.generator(scalar(coins, number));
  }

  @Test
  void theSendersKeysAreBoundToSessionIndexAndChoice() throws ProtocolFault {
    byte[] coins = new Seeded("sender").bytes(2 * BaseOt.COUNT * 32);
    var sent = send(request);
    for (int place : new int[] {0, 10, 511}) {
      assertThat(affine(sent.answer(), place)).isEqualTo(times(coins, place));
      byte[] base = Points.add(affine(request, place), hashed(place));
      byte[] product = Points.hashedProduct(scalar(coins, place), base);
      assertThat(sent.keys()[place / 2][place % 2])
          .isEqualTo(SlowHash.hash("base ot key", SID, place / 2, place % 2, product));
    }
  }

  @Test
  void aReceiverInAnotherSessionHasNoKey() throws ProtocolFault {
    var other = receiver(Seeded.sha256(new byte[] {2}));

    var answered = send(other.request(new Seeded("receiver")));

    assertThat(same(other.keys(Faults.fields(answered.answer())), answered)).isZero();
  }

  /** A receiver can choose one of its points so, and both keys would be of no secret. */
  @Test
  void pointsThatCancelOutAreMalformed() {
    for (int place : new int[] {0, 511}) {
      byte[] hashed = hashed(place);
      byte[] twice = Points.publicProduct(Scalars.bytes(Scalars.of(2)), hashed);
      byte[] wrong = request.clone();
      System.arraycopy(Points.subtract(hashed, twice), 1, wrong, 64 * place, 64);

      Faults.requireMalformed("points that cancel out", () -> send(wrong));
    }
  }

  @Test
  void whatIsNoPointIsMalformedOnBothSides() throws ProtocolFault {
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
    var other = receiver(SID);
    other.wipe();
    byte[] asked = other.request(new Seeded("receiver"));

    other.wipe();

    assertThat(asked).isEqualTo(request);
    Wiped.require(other, "secrets");
  }
}
