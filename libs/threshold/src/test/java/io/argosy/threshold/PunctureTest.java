package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trees alone, between a side with both base keys and one with one of each two. */
class PunctureTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final byte[] CHOICES = new Seeded("choices").bytes(BaseOt.COUNT / 8);
  private static final String CHECK = "the trees' consistency";

  private static byte[][][] base() {
    var random = new Seeded("base keys");
    byte[][][] base = new byte[BaseOt.COUNT][2][];
    for (byte[][] pair : base) {
      pair[0] = random.bytes(32);
      pair[1] = random.bytes(32);
    }
    return base;
  }

  private static int choice(int index) {
    return CHOICES[index / 8] >> (index % 8) & 1;
  }

  private static byte[][] known() {
    byte[][][] base = base();
    byte[][] known = new byte[BaseOt.COUNT][];
    for (int i = 0; i < known.length; i++) {
      known[i] = base[i][choice(i)];
    }
    return known;
  }

  private static Puncture.Punctured punctured(byte[] sid, byte[] message) throws ProtocolFault {
    return Puncture.punctured(sid, CHOICES, known(), Faults.fields(message), Faults.PEER);
  }

  @Test
  void ofEachTreeAllKeysButTheOneAtTheSecretPlaceAreKnown() throws ProtocolFault {
    var whole = Puncture.whole(SID, base());
    var punctured = punctured(SID, whole.message());

    for (int block = 0; block < Puncture.BLOCKS; block++) {
      int place = 0;
      for (int level = 0; level < Puncture.DEPTH; level++) {
        place = 2 * place + 1 - choice(block * Puncture.DEPTH + level);
      }
      assertThat(punctured.places()[block]).isEqualTo((byte) place);
      for (int leaf = 0; leaf < Puncture.LEAVES; leaf++) {
        byte[] key = punctured.keys()[block][leaf];
        assertThat(key).hasSize(32);
        if (leaf == place) {
          assertThat(key).isNotEqualTo(whole.keys()[block][leaf]);
        } else {
          assertThat(key).isEqualTo(whole.keys()[block][leaf]);
        }
      }
    }
  }

  /** Even where the base keys are. */
  @Test
  void noTwoKeysOfAllTreesAreTheSame() {
    byte[][][] same = new byte[BaseOt.COUNT][2][32];

    byte[][][] keys = Puncture.whole(SID, same).keys();

    assertThat(Arrays.stream(keys).flatMap(Arrays::stream).map(Arrays::toString))
        .hasSize(Puncture.BLOCKS * Puncture.LEAVES)
        .doesNotHaveDuplicates();
  }

  /** In the first block and the last: the check's sum, and its digest. */
  @ParameterizedTest
  @ValueSource(ints = {192, 223, 224, 255, -64, -33, -32, -1})
  void aBitChangedInACheckIsFoundAndEndsThePair(int place) {
    byte[] message = Puncture.whole(SID, base()).message();
    byte[] changed = Faults.flipped(message, place < 0 ? message.length + place : place);

    Faults.requireCheated(CHECK, () -> punctured(SID, changed));
  }

  /** The one of the two sums of a level that is looked at says which key is known. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBitChangedInTheSumThatIsUsedIsFoundAndInTheOtherOneDoesNothing(int level)
      throws ProtocolFault {
    var whole = Puncture.whole(SID, base());
    int used = 64 * (level - 1) + 32 * choice(level);
    int unused = 64 * (level - 1) + 32 * (1 - choice(level));

    Faults.requireCheated(CHECK, () -> punctured(SID, Faults.flipped(whole.message(), used)));
    assertThat(punctured(SID, Faults.flipped(whole.message(), unused)).keys())
        .isDeepEqualTo(punctured(SID, whole.message()).keys());
  }

  @Test
  void aMessageOfAnotherSessionIsFound() {
    byte[] message = Puncture.whole(SID, base()).message();

    Faults.requireCheated(CHECK, () -> punctured(Seeded.sha256(new byte[] {2}), message));
  }

  @Test
  void wipedKeysAreZero() {
    byte[][][] keys = base();

    Puncture.wipe(keys);

    assertThat(keys).isDeepEqualTo(new byte[BaseOt.COUNT][2][32]);
  }
}
