package io.argosy.threshold;

import static io.argosy.threshold.Layout.Expected.quarantine;
import static io.argosy.threshold.Layout.Expected.retry;
import static io.argosy.threshold.Layout.Expected.unblamed;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The messages that one party of a dealing sends another, field by field, and what another value
 * comes to; by what the sender is, for a receiver that deals and holds.
 */
final class DealingLayouts {
  private static final Layout.Expected OPENING = retry("the opening of the commitment");
  private static final Layout.Expected SEED = retry("the opening of the pair's seed");
  private static final Layout.Expected TREES = quarantine("the trees' consistency");
  private static final Layout.Expected PROOF = retry("the share's proof");
  private static final Layout.Expected FIRST_ECHO = unblamed("the echo of commitments");
  private static final Layout.Expected SECOND_ECHO = unblamed("the echo of openings");
  private static final Layout.Expected TRANSCRIPT = unblamed("the transcript");
  private final Plan plan;
  private final int sender;

  DealingLayouts(Plan plan, int sender) {
    this.plan = plan;
    this.sender = sender;
  }

  private Layout second() {
    var layout = new Layout();
    if (plan.deals(sender)) {
      opening(layout);
    }
    layout.bytes("echo", 32, FIRST_ECHO);
    return plan.holds(sender) ? layout.bytes("commitment to the seed", 32, SEED) : layout;
  }

  private void opening(Layout layout) {
    for (int k = plan.first(); k < plan.threshold(); k++) {
      // The opening is compared before its points are read, so that their form is not seen.
      layout
          .bytes("point of coefficient " + k, 33, OPENING)
          .bytes("proof's point " + k, 33, OPENING)
          .bytes("proof's response " + k, 32, OPENING);
    }
    if (plan.chainPartBytes() > 0) {
      layout.bytes("chain code's part", 32, OPENING);
    }
    layout.bytes("salt", 32, OPENING);
  }

  private Layout third() {
    var layout = new Layout().bytes("echo", 32, SECOND_ECHO);
    if (plan.deals(sender)) {
      layout.scalar("share", retry("the share against the polynomial (Feldman)"));
    }
    if (plan.holds(sender)) {
      layout
          .bytes("part of the seed", 32, SEED)
          .bytes("salt of the seed", 32, SEED)
          .affine("transfer 1, receiver's point 0")
          .affine("transfer 1, receiver's point 1")
          .skip(BaseOt.RECEIVER_BYTES - 4 * Points.AFFINE)
          .affine("transfer 256, receiver's point 0")
          .affine("transfer 256, receiver's point 1");
    }
    return layout;
  }

  private Layout fourth() {
    var layout = new Layout().bytes("transcript", 32, TRANSCRIPT);
    if (plan.holds(sender)) {
      layout
          .point("public share", retry("the public share"))
          .point("proof's point", PROOF)
          .scalar("proof's response", PROOF);
      transfers(layout);
    }
    return layout;
  }

  private static void transfers(Layout layout) {
    layout
        .affine("transfer 1, sender's point 0")
        .affine("transfer 1, sender's point 1")
        .skip(BaseOt.SENDER_BYTES - 4 * Points.AFFINE)
        .affine("transfer 256, sender's point 0")
        .affine("transfer 256, sender's point 1")
        .skip(6 * 32)
        .bytes("block 1, sum of the checks", 32, TREES)
        .bytes("block 1, digest of the checks", 32, TREES)
        .skip(Puncture.BYTES - 16 * 32)
        .skip(6 * 32)
        .bytes("block 64, sum of the checks", 32, TREES)
        .bytes("block 64, digest of the checks", 32, TREES);
  }

  /** Every field of all four messages, and what stands beside single fields. */
  <T> void rows(Matrix<T> matrix, Function<Table.Way, Map<Integer, Outcome<T>>> run) {
    if (plan.deals(sender)) {
      matrix.round(1, new Layout().bytes("commitment", 32, FIRST_ECHO));
    } else {
      matrix.row(1, "the whole", "one byte", m -> new byte[1], retry("a message of 0 bytes"));
    }
    matrix.round(2, second());
    matrix.round(3, third());
    matrix.round(4, fourth());
    if (plan.holds(sender)) {
      pairs(matrix);
    }
    replays(matrix, Matrix.recorded(run));
  }

  /**
   * Of two sums, and of two points of a transfer, the receiver takes the one that its secret choice
   * says, so that a change of one of them is found in every second case; of both, always.
   */
  private void pairs(Matrix<?> matrix) {
    int points = fourth().length() - Puncture.BYTES - BaseOt.SENDER_BYTES;
    int trees = fourth().length() - Puncture.BYTES;
    matrix.row(4, "transfer 1, both points", "negated", m -> negated(m, points), TREES);
    for (int level = 0; level < Puncture.DEPTH - 1; level++) {
      int at = trees + 64 * level;
      String field = "block 1, level " + (level + 1) + ", both sums";
      matrix.row(4, field, "lowest bit flipped", m -> twice(m, at, 32, 31), TREES);
    }
  }

  private static byte[] negated(byte[] message, int points) {
    byte[] out = message.clone();
    for (int point = 0; point < 2; point++) {
      int y = points + point * Points.AFFINE + 32;
      long[] value = new long[4];
      Limbs.read(value, 0, out, y);
      Field.negate(value, 0, value, 0);
      Limbs.write(out, y, value, 0);
    }
    return out;
  }

  private static byte[] twice(byte[] message, int at, int apart, int place) {
    byte[] out = message.clone();
    out[at + place] ^= 1;
    out[at + apart + place] ^= 1;
    return out;
  }

  private void replays(Matrix<?> matrix, Map<Integer, byte[]> earlier) {
    var expected = List.of(FIRST_ECHO, FIRST_ECHO, SECOND_ECHO, TRANSCRIPT);
    for (int round = plan.deals(sender) ? 1 : 2; round <= 4; round++) {
      byte[] replayed = Matrix.of(earlier, round);
      var outcome = expected.get(round - 1);
      matrix.row(round, "the whole", "replayed from another session", m -> replayed, outcome);
    }
  }
}
