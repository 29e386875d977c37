package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension alone, between a receiver with all keys and a sender who lacks one of each 16. */
class OtExtensionTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final int COUNT = 512;

  /** Bytes of other fields that stand before it. */
  private static final int BEFORE = 32;

  private static final byte[][][] WHOLE = keys("whole");
  private static final byte[] PLACES = places();

  /** Both sides of an honest run. */
  private record Run(OtExtension.Received received, byte[] message) {}

  private static byte[][][] keys(String name) {
    var random = new Seeded(name);
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][32];
    for (byte[][] block : keys) {
      for (byte[] key : block) {
        random.fill(key);
      }
    }
    return keys;
  }

  private static byte[] places() {
    byte[] places = new Seeded("places").bytes(Puncture.BLOCKS);
    for (int block = 0; block < places.length; block++) {
      places[block] &= 15;
    }
    return places;
  }

  private static BlockKeys whole() {
    return (block, leaf, out) -> System.arraycopy(WHOLE[block][leaf], 0, out, 0, 32);
  }

  private static BlockKeys punctured() {
    byte[] garbage = new byte[32];
    return (block, leaf, out) ->
        System.arraycopy(leaf == PLACES[block] ? garbage : WHOLE[block][leaf], 0, out, 0, 32);
  }

  private static Run receive() {
    var out = new Message(BEFORE + OtExtension.messageBytes(COUNT)).bytes(new byte[BEFORE]);
    var received = OtExtension.receive(SID, whole(), COUNT, new Seeded("choices"), out);
    byte[] message = out.build();
    return new Run(received, Arrays.copyOfRange(message, BEFORE, message.length));
  }

  private static long[][] send(byte[] sid, byte[] message) throws ProtocolFault {
    var all = new Message(BEFORE + message.length).bytes(new byte[BEFORE]).bytes(message);
    var in = Faults.fields(all.build());
    assertThat(in.skip(BEFORE)).isZero();
    return OtExtension.send(sid, PLACES, punctured(), COUNT, in);
  }

  @Test
  void bothSidesHoldAndSayWhatTheSlowModelHoldsAndSays() throws ProtocolFault {
    var run = receive();
    var choices = Numbers.values(new long[][] {run.received().choices()}).getFirst();
    var slow = new SlowTransfers(SID, 1);

    assertThat(run.message()).isEqualTo(slow.extension(WHOLE, choices));
    var v = slow.receiverRows(WHOLE);
    assertThat(Numbers.values(run.received().rows())).isEqualTo(v);
    assertThat(Numbers.values(send(SID, run.message())))
        .isEqualTo(SlowTransfers.senderRows(v, choices, PLACES));
  }

  @Test
  void theChoicesAreFreshCoins() {
    byte[] coins = new Seeded("choices").bytes(COUNT / 8 + 16);

    long[] choices = receive().received().choices();

    assertThat(choices).hasSize(coins.length / 8).doesNotContain(0);
    for (int word = 0; word < choices.length; word++) {
      assertThat(choices[word]).isEqualTo(Limbs.word(coins, 8 * word));
    }
  }

  /** Of the first and the last correction, of the choices' parities and of the rows'. */
  @ParameterizedTest
  @ValueSource(ints = {0, 79, 5119, 5120, 5135, 5136, 5151, -16, -1})
  void aBitChangedAnywhereIsFoundAndEndsThePair(int place) {
    byte[] message = receive().message();
    byte[] changed = Faults.flipped(message, place < 0 ? message.length + place : place);

    Faults.requireCheated("the consistency of the OT extension", () -> send(SID, changed));
  }

  @Test
  void aMessageOfAnotherSessionIsFound() {
    byte[] message = receive().message();
    byte[] other = Seeded.sha256(new byte[] {2});

    Faults.requireCheated("the consistency of the OT extension", () -> send(other, message));
  }

  @Test
  void neitherSideLeavesACopyOfAKey() throws ProtocolFault {
    var lent = new ArrayList<byte[]>();
    BlockKeys lending =
        (block, leaf, out) -> {
          lent.add(out);
          whole().read(block, leaf, out);
        };
    var out = new Message(OtExtension.messageBytes(COUNT));

    var _ = OtExtension.receive(SID, lending, COUNT, new Seeded("choices"), out);

    assertThat(lent)
        .hasSize(Puncture.BLOCKS * Puncture.LEAVES)
        .allSatisfy(key -> assertThat(key).containsOnly(0));
  }

  @Test
  void aWipedReceiverHoldsNeitherChoicesNorRows() {
    var received = receive().received();

    received.wipe();

    assertThat(received.choices()).isNotEmpty().containsOnly(0);
    assertThat(received.rows()).isDeepEqualTo(new long[OtExtension.ROWS][COUNT / 64 + 2]);
  }

  /** Four bits of each place, the lowest first. */
  @Test
  void theSecretDifferenceIsThePlacesInTheOrderOfTheRows() {
    long[] difference = OtExtension.difference(PLACES);

    var expected = BigInteger.ZERO;
    for (int block = Puncture.BLOCKS - 1; block >= 0; block--) {
      expected = expected.shiftLeft(4).or(BigInteger.valueOf(PLACES[block]));
    }
    assertThat(Numbers.values(new long[][] {difference})).containsExactly(expected);
  }
}
