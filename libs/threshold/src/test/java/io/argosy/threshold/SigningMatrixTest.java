package io.argosy.threshold;

import static io.argosy.threshold.Layout.Expected.quarantine;
import static io.argosy.threshold.Layout.Expected.retry;
import static io.argosy.threshold.Layout.Expected.unblamed;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that a cheating signer can write into a message, and what it comes to. */
class SigningMatrixTest {
  private static final Layout.Expected EXTENSION =
      quarantine("the consistency of the OT extension");
  private static final Layout.Expected PRODUCT = quarantine("the consistency of the product");
  private static final Layout.Expected POINTS = quarantine("the product against its points");
  private static final Layout.Expected ECHO = unblamed("the echo of commitments");
  private static final Layout.Expected SIGNATURE = unblamed("the signature itself");
  private static List<KeyShare> shares = List.of();

  @BeforeAll
  static void aKey() {
    shares = Table.key(2, 2);
  }

  private static Map<Integer, Outcome<List<Signature>>> run(Table.Way way) {
    byte[] sid = Table.fresh();
    var digests = Table.entries(List.of(Table.fresh(), Table.fresh()));
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new Signing(shares.get(i - 1), sid, List.of(1, 2), digests, Table.random()));
    }
    return Table.run(parties, way);
  }

  private static Layout first() {
    int corrections = OtExtension.messageBytes(2 * Vole.WIDTH) - 16 - OtExtension.ROWS * 16;
    return new Layout()
        .bytes("commitment to the nonces", 32, ECHO)
        .bytes("corrections", corrections, EXTENSION)
        .bytes("parities of the choices", 16, EXTENSION)
        .bytes("parities of row 1", 16, EXTENSION)
        .skip(254 * 16)
        .bytes("parities of row 256", 16, EXTENSION);
  }

  private static Layout second() {
    return new Layout()
        .bytes("echo", 32, ECHO)
        .bytes("salt", 32, retry("the opening of the nonces"))
        .scalar("correction 1, nonce", PRODUCT)
        .scalar("correction 1, key", PRODUCT)
        .scalar("correction 1, check", PRODUCT)
        .skip((Vole.WIDTH - 2) * 3 * 32)
        .scalar("correction 512, nonce", PRODUCT)
        .scalar("correction 512, key", PRODUCT)
        .scalar("correction 512, check", PRODUCT)
        .scalar("response", PRODUCT)
        .bytes("digest of the check", 32, PRODUCT)
        .point("gamma of the nonce", POINTS)
        .point("gamma of the key", POINTS)
        .scalar("psi", SIGNATURE)
        .point("part of the public key", POINTS)
        .point("nonce point", POINTS)
        .skip(Vole.MESSAGE_BYTES + 4 * Points.COMPRESSED + 32);
  }

  private static Layout third() {
    return new Layout()
        .scalar("u of digest 1", SIGNATURE)
        .scalar("w of digest 1", SIGNATURE)
        .scalar("u of digest 2", SIGNATURE)
        .scalar("w of digest 2", SIGNATURE);
  }

  @Test
  void everyFieldOfEveryMessageHasItsTypedOutcomeAndCulprit() {
    var matrix = new Matrix<>("signing", SigningMatrixTest::run);
    matrix.round(1, first());
    matrix.round(2, second());
    matrix.round(3, third());
    replays(matrix);
    matrix.print(90);
  }

  private static void replays(Matrix<List<Signature>> matrix) {
    var earlier = Matrix.recorded(SigningMatrixTest::run);
    String replayed = "replayed from another session";
    matrix.row(1, "the whole", replayed, m -> Matrix.of(earlier, 1), EXTENSION);
    matrix.row(2, "the whole", replayed, m -> Matrix.of(earlier, 2), ECHO);
    matrix.row(3, "the whole", replayed, m -> Matrix.of(earlier, 3), SIGNATURE);
    var mirrored = new TreeMap<Integer, byte[]>();
    for (int round = 1; round <= 3; round++) {
      int when = round;
      matrix.way(
          round,
          "the whole",
          "the receiver's own message sent back",
          (r, from, to, message) -> {
            if (r == when && from == 2) {
              mirrored.put(r, message);
            }
            return r == when && from == 1 ? Matrix.of(mirrored, r) : message;
          },
          switch (round) {
            case 1 -> EXTENSION;
            case 2 -> PRODUCT;
            default -> SIGNATURE;
          });
    }
  }
}
