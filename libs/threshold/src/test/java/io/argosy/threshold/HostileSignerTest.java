package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
    return signer(self, ENTRIES);
  }

  private static Signing signer(int self, List<ManifestEntry> entries) {
    var coins = new Seeded("signer " + self);
    return new Signing(shares.get(self - 1), Vectors.SID, List.of(1, 2), entries, coins);
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
    requireValid(Table.alone(signer(2), said), ENTRIES);
  }

  private static void requireValid(Outcome<List<Signature>> outcome, List<ManifestEntry> entries) {
    var signatures = Table.done(outcome);
    assertThat(signatures).hasSize(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      var key = Derivation.of(shares.getFirst().key(), entries.get(i).path());
      Valid.require(signatures.get(i).bytes(), entries.get(i).digest(), key.publicKey());
    }
  }

  /** The coins are seeded: of these eight, some come out low and some high. */
  @Test
  void anSIsLowWhicheverOneTheProductsGive() {
    var entries =
        IntStream.range(0, 8)
            .mapToObj(i -> ManifestEntry.ofKeyItself(Seeded.sha256(new byte[] {(byte) i})))
            .toList();

    var outcomes = Table.run(Map.of(1, signer(1, entries), 2, signer(2, entries)), Table.HONEST);

    outcomes.values().forEach(outcome -> requireValid(outcome, entries));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, RETRY, 0, the echo of commitments",
    "1, 32, QUARANTINE, 1, the consistency of the OT extension",
    "1, -1, QUARANTINE, 1, the consistency of the OT extension",
    "2, 0, RETRY, 0, the echo of commitments",
    "2, 32, RETRY, 1, the opening of the nonces",
    "1, -4100, QUARANTINE, 1, the consistency of the OT extension",
    "2, 95, QUARANTINE, 1, the consistency of the product",
    "2, 191, QUARANTINE, 1, the consistency of the product",
    "2, 49247, QUARANTINE, 1, the consistency of the product",
    "2, 49279, QUARANTINE, 1, the consistency of the product",
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

  /** A signer whose share is not the one that was dealt proves everything, but for another key. */
  @Test
  void aShareOfAnotherKeyNeverSigns() {
    var own = shares.getFirst();
    long[] other = Scalars.add(own.secret(), Scalars.of(1));
    var shifted = new KeyShare(1, own.key(), other, Map.of(2, Pairs.of(own, 2)));
    var coins = new Seeded("signer 1");
    var one = new Signing(shifted, Vectors.SID, List.of(1, 2), ENTRIES, coins);

    var outcomes = Table.run(Map.of(1, one, 2, signer(2)), Table.HONEST);

    var abort = new Abort(Abort.Kind.RETRY, Set.of(), "the parts of the public key");
    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isEqualTo(new Outcome.Aborted<>(abort)));
  }

  /** Who has seen the others' nonces cannot open one that it has not committed to. */
  @Test
  void onlyTheNoncesOfTheirOwnPartyOpenACommitment() throws ProtocolFault {
    byte[] salt = new byte[32];
    byte[][] points = {Points.generator(Scalars.of(2)), Points.generator(Scalars.of(3))};
    byte[][] others = {points[0], Points.generator(Scalars.of(4))};
    byte[] commitment = new NonceCommitments(Vectors.SID).commit(1, salt, points);
    var commitments = new NonceCommitments(Vectors.SID);
    commitments.take(1, commitment);
    commitments.take(2, commitment);

    commitments.requireOpening(1, salt, points);

    requireNotOpened(commitments, 1, salt, others);
    requireNotOpened(commitments, 1, salt, new byte[][] {points[1], points[0]});
    requireNotOpened(commitments, 1, salt, new byte[][] {points[0]});
    requireNotOpened(commitments, 1, Vectors.SID, points);
    requireNotOpened(commitments, 2, salt, points);
  }

  private static void requireNotOpened(
      NonceCommitments commitments, int party, byte[] salt, byte[][] points) {
    assertThatThrownBy(() -> commitments.requireOpening(party, salt, points))
        .isInstanceOfSatisfying(
            ProtocolFault.class,
            fault ->
                assertThat(fault.abort())
                    .isEqualTo(
                        new Abort(Abort.Kind.RETRY, Set.of(party), "the opening of the nonces")));
  }
}
