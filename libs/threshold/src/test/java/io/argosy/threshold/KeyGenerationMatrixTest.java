package io.argosy.threshold;

import static io.argosy.threshold.Layout.Expected.quarantine;
import static io.argosy.threshold.Layout.Expected.retry;
import static io.argosy.threshold.Layout.Expected.unblamed;

import io.argosy.threshold.KeyGeneration.Made;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Everything that a cheating dealer can write into a message, and what it comes to. */
class KeyGenerationMatrixTest {
  private static final Layout.Expected OPENING = retry("the opening of the commitment");
  private static final Layout.Expected SEED = retry("the opening of the pair's seed");
  private static final Layout.Expected TREES = quarantine("the trees' consistency");
  private static final Layout.Expected PROOF = retry("the share's proof");

  private static Map<Integer, Outcome<Made>> run(Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new KeyGeneration(sid, 2, 2, i, Table.random()));
    }
    return Table.run(parties, way);
  }

  private static Layout second() {
    var layout = new Layout();
    for (int k = 0; k < 2; k++) {
      // The opening is compared before its points are read, so that their form is not seen.
      layout
          .bytes("point of coefficient " + k, 33, OPENING)
          .bytes("proof's point " + k, 33, OPENING)
          .bytes("proof's response " + k, 32, OPENING);
    }
    return layout
        .bytes("chain code's part", 32, OPENING)
        .bytes("salt", 32, OPENING)
        .bytes("echo", 32, unblamed("the echo of commitments"))
        .bytes("commitment to the seed", 32, SEED);
  }

  private static Layout third() {
    return new Layout()
        .bytes("echo", 32, unblamed("the echo of openings"))
        .scalar("share", retry("the share against the polynomial (Feldman)"))
        .bytes("part of the seed", 32, SEED)
        .bytes("salt of the seed", 32, SEED)
        .pointForm("transfer 1, receiver's point 0")
        .pointForm("transfer 1, receiver's point 1")
        .skip(BaseOt.RECEIVER_BYTES - 4 * Points.COMPRESSED)
        .pointForm("transfer 256, receiver's point 0")
        .pointForm("transfer 256, receiver's point 1");
  }

  private static Layout fourth() {
    return new Layout()
        .bytes("transcript", 32, unblamed("the transcript"))
        .point("public share", retry("the public share"))
        .point("proof's point", PROOF)
        .scalar("proof's response", PROOF)
        .pointForm("transfer 1, sender's point 0")
        .pointForm("transfer 1, sender's point 1")
        .skip(BaseOt.SENDER_BYTES - 4 * Points.COMPRESSED)
        .pointForm("transfer 256, sender's point 0")
        .pointForm("transfer 256, sender's point 1")
        .skip(6 * 32)
        .bytes("block 1, sum of the checks", 32, TREES)
        .bytes("block 1, digest of the checks", 32, TREES)
        .skip(Puncture.BYTES - 16 * 32)
        .skip(6 * 32)
        .bytes("block 64, sum of the checks", 32, TREES)
        .bytes("block 64, digest of the checks", 32, TREES);
  }

  /**
   * Of two sums, and of two points of a transfer, the receiver takes the one that its secret choice
   * says, so that a change of one of them is found in every second case; of both, always.
   */
  private static void pairs(Matrix<Made> matrix) {
    int points = fourth().length() - Puncture.BYTES - BaseOt.SENDER_BYTES;
    int trees = fourth().length() - Puncture.BYTES;
    matrix.row(4, "transfer 1, both points", "negated", m -> twice(m, points, 33, 0), TREES);
    for (int level = 0; level < Puncture.DEPTH - 1; level++) {
      int at = trees + 64 * level;
      String field = "block 1, level " + (level + 1) + ", both sums";
      matrix.row(4, field, "lowest bit flipped", m -> twice(m, at, 32, 31), TREES);
    }
  }

  private static byte[] twice(byte[] message, int at, int apart, int place) {
    byte[] out = message.clone();
    out[at + place] ^= 1;
    out[at + apart + place] ^= 1;
    return out;
  }

  @Test
  void everyFieldOfEveryMessageHasItsTypedOutcomeAndCulprit() {
    var matrix = new Matrix<>("key generation", KeyGenerationMatrixTest::run);
    matrix.round(1, new Layout().bytes("commitment", 32, unblamed("the echo of commitments")));
    matrix.round(2, second());
    matrix.round(3, third());
    matrix.round(4, fourth());
    pairs(matrix);
    replays(matrix);
    matrix.print(100);
  }

  private static void replays(Matrix<Made> matrix) {
    var earlier = Matrix.recorded(KeyGenerationMatrixTest::run);
    String replayed = "replayed from another session";
    matrix.row(
        1, "the whole", replayed, m -> Matrix.of(earlier, 1), unblamed("the echo of commitments"));
    matrix.row(
        2, "the whole", replayed, m -> Matrix.of(earlier, 2), unblamed("the echo of commitments"));
    matrix.row(
        3, "the whole", replayed, m -> Matrix.of(earlier, 3), unblamed("the echo of openings"));
    matrix.row(4, "the whole", replayed, m -> Matrix.of(earlier, 4), unblamed("the transcript"));
  }
}
