package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two products alone, over transfers that fit: q = v + x * D. */
class VoleTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final int PRODUCTS = 2;
  private static final int WORDS = PRODUCTS * Vole.WIDTH / 64;
  private static final long[] CHOICES = words("choices", WORDS);
  private static final byte[] PLACES = places();
  private final long[][] v = new long[OtExtension.ROWS][];
  private final long[][] q = new long[OtExtension.ROWS][];
  private final long[][] inputs = {scalar("nonce"), scalar("part of the key")};

  VoleTest() {
    long[] difference = OtExtension.difference(PLACES);
    for (int row = 0; row < q.length; row++) {
      v[row] = words("row " + row, WORDS);
      q[row] = v[row].clone();
      if ((difference[row / 64] >> (row % 64) & 1) == 1) {
        BitMatrix.xor(q[row], CHOICES);
      }
    }
  }

  private static byte[] places() {
    byte[] places = new Seeded("places").bytes(Puncture.BLOCKS);
    for (int block = 0; block < places.length; block++) {
      places[block] &= 15;
    }
    return places;
  }

  private static long[] words(String name, int count) {
    byte[] bytes = new Seeded(name).bytes(8 * count);
    long[] out = new long[count];
    for (int i = 0; i < count; i++) {
      out[i] = Limbs.word(bytes, 8 * i);
    }
    return out;
  }

  private static long[] scalar(String name) {
    return Scalars.random(new Seeded(name));
  }

  /** What Alice says of one product, and her summands. */
  private record Alice(byte[] message, long[][] summands) {}

  private Alice alice(Vole vole, int number) {
    var out = new Message(Vole.MESSAGE_BYTES);
    var coins = new Seeded("check input");
    long[][] c = vole.alice(q, OtExtension.difference(PLACES), number, inputs, coins, out);
    return new Alice(out.build(), c);
  }

  private long[][] bob(byte[] sid, int number, byte[] message) throws ProtocolFault {
    return new Vole(sid).bob(v, CHOICES, number, Faults.fields(message));
  }

  /** With one object for both products, whose buffers one leaves to the other. */
  @Test
  void theSummandsAddUpToTheProducts() throws ProtocolFault {
    var mine = new Vole(SID);
    var theirs = new Vole(SID);
    for (int number = 0; number < PRODUCTS; number++) {
      var alice = alice(mine, number);
      long[] b = mine.chosen(CHOICES, number);
      long[][] d = theirs.bob(v, CHOICES, number, Faults.fields(alice.message()));

      assertThat(theirs.chosen(CHOICES, number)).isEqualTo(b);
      for (int i = 0; i < Vole.INPUTS; i++) {
        assertThat(Scalars.add(alice.summands()[i], d[i]))
            .isEqualTo(Scalars.multiply(inputs[i], b));
      }
    }
  }

  @Test
  void aliceSaysAndKeepsWhatTheSlowModelSaysAndKeeps() {
    var slow = new SlowTransfers(SID, PRODUCTS);
    var check = Scalars.random(new Seeded("check input"));
    var numbers =
        new BigInteger[] {Numbers.value(inputs[0]), Numbers.value(inputs[1]), Numbers.value(check)};
    int number = 1;

    var alice = alice(new Vole(SID), number);

    var expected = slow.alice(Numbers.values(q), PLACES, number, numbers);
    assertThat(alice.message()).isEqualTo(expected.message());
    for (int i = 0; i < Vole.INPUTS; i++) {
      assertThat(Numbers.value(alice.summands()[i]))
          .isEqualTo(expected.summands()[i].mod(SlowHash.Q));
    }
    assertThat(Numbers.value(new Vole(SID).chosen(CHOICES, number)))
        .isEqualTo(SlowTransfers.chosen(Numbers.values(CHOICES).getFirst(), number));
  }

  /** Of the first and the last correction, of the response and of its digest. */
  @ParameterizedTest
  @CsvSource({"31", "63", "95", "49151", "49183", "49184", "49215"})
  void aBitChangedAnywhereIsFoundAndEndsThePair(int place) {
    byte[] changed = Faults.flipped(alice(new Vole(SID), 0).message(), place);

    Faults.requireCheated("the consistency of the product", () -> bob(SID, 0, changed));
  }

  /** The order itself, with which the check would hold as with zero. */
  @ParameterizedTest
  @CsvSource({"0", "32", "64", "49120", "49152"})
  void aCorrectionOrAResponseThatIsNoScalarIsMalformed(int place) {
    byte[] changed = alice(new Vole(SID), 0).message();
    System.arraycopy(Order.value(), 0, changed, place, 32);

    Faults.requireMalformed("a scalar below the order", () -> bob(SID, 0, changed));
  }

  @Test
  void aMessageOfAnotherSessionOrAnotherPlaceInItIsFound() {
    byte[] message = alice(new Vole(SID), 0).message();
    byte[] other = Seeded.sha256(new byte[] {2});

    Faults.requireCheated("the consistency of the product", () -> bob(other, 0, message));
    Faults.requireCheated("the consistency of the product", () -> bob(SID, 1, message));
  }

  @Test
  void aWipedOneHoldsNothingOfTheProducts() throws ProtocolFault {
    for (int side = 0; side < 2; side++) {
      var vole = new Vole(SID);
      byte[] message = alice(vole, 0).message();
      var _ = vole.chosen(CHOICES, 0);
      if (side == 1) {
        var _ = vole.bob(v, CHOICES, 0, Faults.fields(message));
      }

      vole.wipe();

      Wiped.require(vole, "values", "columns", "masks", "sums", "checks", "block");
    }
  }
}
