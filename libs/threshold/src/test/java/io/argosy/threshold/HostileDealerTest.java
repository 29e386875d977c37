package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What party 2 of two dealers comes to alone, when one bit of what the other said is another. The
 * dealing is recorded once, so that each check costs one party's work.
 */
class HostileDealerTest {
  private static Map<Integer, byte[]> said = Map.of();

  @BeforeAll
  static void aDealing() {
    said = Matrix.recorded(way -> Table.run(Map.of(1, dealer(1), 2, dealer(2)), way));
  }

  private static KeyGeneration dealer(int self) {
    return new KeyGeneration(Vectors.SID, 2, 2, self, new Seeded("dealer " + self));
  }

  @Test
  void theRecordedWordsMakeAKeyOfTheSameTranscript() {
    var made = Table.done(Table.alone(dealer(2), said));

    assertThat(made.transcript()).isEqualTo(Arrays.copyOf(Matrix.of(said, 4), 32));
    assertThat(made.share().self()).isEqualTo(2);
  }

  /** Together they are the secret of all extended transfers with the peer. */
  @Test
  void theSecretPlacesOfAPairAreDrawn() {
    byte[] places = Table.done(Table.alone(dealer(2), said)).share().places(1);

    assertThat(IntStream.range(0, places.length).map(block -> places[block]).distinct().count())
        .isGreaterThan(8);
  }

  /** One of each kind, so that every message and every part of one is there or not there. */
  @Test
  void oneThatLeavesOneThatStaysAndOneThatComesHandTheKeyOver() {
    var old = Handover.byHolder(Vectors.shares());

    var made = Handover.reshared(old, List.of(1, 2), 2, List.of(2, 3));

    assertThat(made.keySet()).containsExactly(2, 3);
    SameKey.require(old, made);
  }

  /** A flipped lowest bit of a point's first byte is the negated point. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, RETRY, 0, the echo of commitments",
    "2, 0, RETRY, 1, the opening of the commitment",
    "2, 50, RETRY, 1, the opening of the commitment",
    "2, 195, RETRY, 1, the opening of the commitment",
    "2, 259, RETRY, 1, the opening of the commitment",
    "2, 260, RETRY, 0, the echo of commitments",
    "2, 292, RETRY, 1, the opening of the pair's seed",
    "3, 0, RETRY, 0, the echo of openings",
    "3, 63, RETRY, 1, the share against the polynomial (Feldman)",
    "3, 64, RETRY, 1, the opening of the pair's seed",
    "3, 96, RETRY, 1, the opening of the pair's seed",
    "4, 0, RETRY, 0, the transcript",
    "4, 32, RETRY, 1, the public share",
    "4, 65, RETRY, 1, the share's proof",
    "4, 129, RETRY, 1, the share's proof",
    "4, -40, QUARANTINE, 1, the trees' consistency",
    "4, -1, QUARANTINE, 1, the trees' consistency"
  })
  void aChangedBitIsFoundByItsCheckAndLeavesNothing(
      int round, int place, Abort.Kind kind, int culprit, String check) {
    var two = dealer(2);

    var outcome = Table.alone(two, Table.changed(said, round, place));

    var culprits = culprit == 0 ? Set.<Integer>of() : Set.of(culprit);
    assertThat(outcome).isEqualTo(new Outcome.Aborted<>(new Abort(kind, culprits, check)));
    WipingTest.requireWiped(two);
  }
}
