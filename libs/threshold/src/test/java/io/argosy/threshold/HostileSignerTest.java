package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What party 2 of a quorum comes to alone, when one bit of what the other said is another. The
 * shares are dealt by hand and the session is recorded once, so that each check costs one party's
 * work.
 */
class HostileSignerTest {
  /** Of one product's place in the second message: where its points begin, behind the transfers. */
  private static final int POINTS = 64 + Vole.MESSAGE_BYTES;

  private static final List<ManifestEntry> ENTRIES =
      List.of(
          ManifestEntry.ofKeyItself(Seeded.sha256(new byte[] {2})),
          new ManifestEntry(new DerivationPath(List.of(0, 7)), Seeded.sha256(new byte[] {3})));
  private static List<KeyShare> shares = List.of();
  private static Map<Integer, byte[]> said = Map.of();

  @BeforeAll
  static void aSession() {
    shares = Vectors.shares();
    said = Matrix.recorded(way -> Table.run(Map.of(1, signer(1), 2, signer(2)), way));
  }

  private static Signing signer(int self) {
    var coins = new Seeded("signer " + self);
    return new Signing(shares.get(self - 1), Vectors.SID, List.of(1, 2), ENTRIES, coins);
  }

  private static void requireAborted(int round, int place, Abort.Kind kind, int by, String check) {
    var two = signer(2);

    var outcome = Table.alone(two, Table.changed(said, round, place));

    var culprits = by == 0 ? Set.<Integer>of() : Set.of(by);
    assertThat(outcome).isEqualTo(new Outcome.Aborted<>(new Abort(kind, culprits, check)));
    WipingTest.requireWiped(two);
  }

  @Test
  void theRecordedWordsMakeSignatures() {
    var signatures = Table.done(Table.alone(signer(2), said));

    assertThat(signatures).hasSize(2);
    for (int i = 0; i < 2; i++) {
      var key = Derivation.of(shares.getFirst().key(), ENTRIES.get(i).path());
      Valid.require(signatures.get(i).bytes(), ENTRIES.get(i).digest(), key.publicKey());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, RETRY, 0, the echo of commitments",
    "1, 32, QUARANTINE, 1, the consistency of the OT extension",
    "1, -1, QUARANTINE, 1, the consistency of the OT extension",
    "2, 0, RETRY, 0, the echo of commitments",
    "2, 32, RETRY, 1, the opening of the nonces",
    "2, 95, QUARANTINE, 1, the consistency of the product",
    "2, -164, QUARANTINE, 1, the product against its points",
    "2, -131, QUARANTINE, 1, the product against its points",
    "2, -67, RETRY, 0, the signature itself",
    "2, -66, QUARANTINE, 1, the product against its points",
    "2, -33, QUARANTINE, 1, the product against its points",
    "3, 31, RETRY, 0, the signature itself",
    "3, 63, RETRY, 0, the signature itself",
    "3, 95, RETRY, 0, the signature itself",
    "3, 127, RETRY, 0, the signature itself"
  })
  void aChangedBitIsFoundByItsCheckAndLeavesNothing(
      int round, int place, Abort.Kind kind, int by, String check) {
    requireAborted(round, place, kind, by, check);
  }

  /** Gammas, part of the key and nonce point, each negated; the other digest is not looked at. */
  @ParameterizedTest
  @CsvSource({"0", "33", "98", "131"})
  void aPointOfTheFirstDigestThatDoesNotFitEndsTheSessionForAll(int behind) {
    requireAborted(2, POINTS + behind, Abort.Kind.QUARANTINE, 1, "the product against its points");
  }
}
