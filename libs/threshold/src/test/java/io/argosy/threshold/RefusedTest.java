package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a party does not begin, and what honest coins never lead to but coins can. */
class RefusedTest {
  private static final Abort INFINITY =
      new Abort(Abort.Kind.RETRY, Set.of(), "points that add up to infinity");

  @ParameterizedTest
  @CsvSource({
    "31, 2, 3, 1",
    "32, 1, 1, 1",
    "32, 3, 2, 1",
    "32, 6, 10, 1",
    "32, 2, 4, 1",
    "32, 2, 3, 0",
    "32, 2, 3, 4"
  })
  void aKeyOfOtherNumbersIsNotMade(int sid, int t, int n, int self) {
    assertThatThrownBy(() -> new KeyGeneration(new byte[sid], t, n, self, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noDigestTooManyOrOneOfAnotherLengthIsNotSigned() {
    var share = Vectors.shares().getFirst();
    byte[] good = new byte[32];
    for (int count : new int[] {0, 4_097}) {
      var entries = Stream.generate(() -> ManifestEntry.ofKeyItself(good)).limit(count).toList();
      assertThatThrownBy(
              () -> new Signing(share, Table.fresh(), List.of(1, 2), entries, Table.random()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ManifestEntry.ofKeyItself(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Gives these scalars first, which a dealer takes as its coefficients. */
  private static Randomness beginning(long[]... scalars) {
    var left = new java.util.ArrayDeque<>(List.of(scalars));
    var rest = Table.random();
    return out -> {
      if (left.isEmpty()) {
        rest.fill(out);
      } else {
        System.arraycopy(Scalars.bytes(left.remove()), 0, out, 0, 32);
      }
    };
  }

  /** Of two dealers; who ended without a key kept nothing. */
  private static Map<Integer, Outcome<KeyGeneration.Made>> dealt(long[][] one, long[][] two) {
    byte[] sid = Table.fresh();
    var parties =
        Map.of(
            1, new KeyGeneration(sid, 2, 2, 1, beginning(one)),
            2, new KeyGeneration(sid, 2, 2, 2, beginning(two)));
    var outcomes = Table.run(parties, Table.HONEST);
    outcomes.forEach(
        (party, outcome) -> {
          if (outcome instanceof Outcome.Aborted) {
            WipingTest.requireWiped(Objects.requireNonNull(parties.get(party)));
          }
        });
    return outcomes;
  }

  /** Shares 7 and 14 lie on a line through zero, so that the parts of the key cancel out. */
  @Test
  void partsOfTheKeyThatAddUpToInfinitySignNothingAndLeaveNothing() {
    byte[] sid = Table.fresh();
    var shares = Vectors.shares();
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      var own = shares.get(i - 1);
      var pairs = Map.of(3 - i, Pairs.of(own, 3 - i));
      var zero = new KeyShare(i, own.key(), Scalars.of(7 * i), pairs);
      var entries = List.of(ManifestEntry.ofKeyItself(new byte[32]));
      parties.put(i, new Signing(zero, sid, List.of(1, 2), entries, Table.random()));
    }

    var outcomes = Table.run(parties, Table.HONEST);

    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isEqualTo(new Outcome.Aborted<>(INFINITY)));
    parties.values().forEach(WipingTest::requireWiped);
  }

  private static long[] minus(int value) {
    return Scalars.negate(Scalars.of(value));
  }

  /** f1(1) = 5 + 7 and f2(1) = -20 + 8 cancel out. */
  @Test
  void aShareThatIsZeroIsNotKept() {
    var outcomes =
        dealt(new long[][] {Scalars.of(5), Scalars.of(7)}, new long[][] {minus(20), Scalars.of(8)});

    assertThat(outcomes.get(1)).isEqualTo(retry("a share that is zero"));
  }

  @Test
  void aKeyThatIsInfinityIsNotMade() {
    var outcomes =
        dealt(new long[][] {Scalars.of(5), Scalars.of(7)}, new long[][] {minus(5), Scalars.of(8)});

    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isEqualTo(new Outcome.Aborted<>(INFINITY)));
  }

  /** It is no multiple of the generator that the library would compute. */
  @Test
  void zeroIsTheValueOfNoDealtPolynomialAndTheResponseOfNoProof() {
    byte[] point = Points.generator(Scalars.of(1));

    assertThat(new ProvenPolynomial(0, List.of(point)).holds(1, Scalars.of(0))).isFalse();
    assertThat(new Schnorr(point, Scalars.of(0)).holds(new byte[32], point)).isFalse();
    assertThat(new ProvenPolynomial(0, List.of(point)).holds(1, Scalars.of(1))).isTrue();
  }

  private static Outcome<KeyGeneration.Made> retry(String check) {
    return new Outcome.Aborted<>(new Abort(Abort.Kind.RETRY, Set.of(), check));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "4, true", "4, false"})
  void aDealerHasAPolynomialAndNobodyElseAndOnlyPartiesOfThePlanTakePart(int self, boolean some) {
    var key = Vectors.shares().getFirst().key();
    var plan = Plan.resharing(Table.fresh(), key, List.of(1, 2), 2, List.of(2, 3));
    var polynomial =
        some ? Optional.of(Polynomial.fresh(2, Table.random())) : Optional.<Polynomial>empty();
    assertThatThrownBy(
            () -> new Dealing<>(plan, self, polynomial, Scalars.of(0), Table.random(), d -> d))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
