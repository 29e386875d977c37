package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PairRenewalTest {
  private static final List<byte[]> DIGESTS = List.of(new byte[32], Table.fresh());
  private static List<KeyShare> shares = List.of();

  @BeforeAll
  static void aKey() {
    shares = Vectors.shares(2, 3);
  }

  private static Map<Integer, Outcome<FreshPair>> renew(int low, int high, Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, PairRenewal>();
    parties.put(low, new PairRenewal(shares.get(low - 1), sid, high, Table.random()));
    parties.put(high, new PairRenewal(shares.get(high - 1), sid, low, Table.random()));
    return Table.run(parties, way);
  }

  private static Map<Integer, Outcome<List<Signature>>> sign(Map<Integer, KeyShare> quorum) {
    byte[] sid = Table.fresh();
    var indexes = List.copyOf(new TreeMap<>(quorum).keySet());
    var parties = new HashMap<Integer, Signing>();
    quorum.forEach(
        (i, share) ->
            parties.put(
                i, new Signing(share, sid, indexes, Table.entries(DIGESTS), Table.random())));
    return Table.run(parties, Table.HONEST);
  }

  private static FreshPair done(Map<Integer, Outcome<FreshPair>> outcomes, int party) {
    return Table.done(Objects.requireNonNull(outcomes.get(party)));
  }

  private static void assertSigned(Map<Integer, Outcome<List<Signature>>> outcomes) {
    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(Table.done(outcome)).hasSize(2));
  }

  /** A bit of the field at each place is flipped on the way from 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, RETRY, the opening of the pair's seed",
    "2, 0, RETRY, the opening of the pair's seed",
    "2, 33, RETRY, the opening of the pair's seed",
    "3, -1, QUARANTINE, the trees' consistency",
    "3, -40, QUARANTINE, the trees' consistency"
  })
  void aChangedFieldIsFoundAndItsSenderNamed(int round, int place, Abort.Kind kind, String check) {
    var outcomes =
        renew(
            1,
            3,
            (r, from, to, message) -> {
              byte[] changed = message.clone();
              if (r == round && from == 1) {
                changed[place < 0 ? changed.length + place : place] ^= 1;
              }
              return changed;
            });

    assertThat(outcomes.get(3))
        .isEqualTo(new Outcome.Aborted<FreshPair>(new Abort(kind, Set.of(1), check)));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void aMessageThatIsShortOrLongIsMalformed(int round) {
    for (int more : new int[] {-1, 1}) {
      var outcomes =
          renew(
              1,
              2,
              (r, from, to, m) -> r == round && from == 2 ? Arrays.copyOf(m, m.length + more) : m);

      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Aborted.class,
              aborted -> assertThat(aborted.abort().culprits()).isEqualTo(Set.of(2)));
    }
  }

  @Test
  void onlyAnotherHolderOfTheKeyIsAPeerInASessionOfItsOwn() {
    for (int peer : new int[] {0, 1, 4}) {
      assertThatThrownBy(
              () -> new PairRenewal(shares.getFirst(), Table.fresh(), peer, Table.random()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PairRenewal(shares.getFirst(), new byte[31], 2, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPairThatOnlyOneSideRenewedSignsNothingAndSeesThatItDiffers() {
    var fresh = done(renew(1, 2, Table.HONEST), 1);
    var renewed = shares.get(0).with(fresh);

    assertThat(renewed.setup(2)).isNotEqualTo(shares.get(1).setup(1));
    var outcomes = sign(Map.of(1, renewed, 2, shares.get(1)));

    assertThat(outcomes.values()).noneMatch(outcome -> outcome instanceof Outcome.Done);
  }

  @Test
  void aRenewedPairSignsAsBeforeAndTheOtherPairsAreUntouched() {
    var outcomes = renew(2, 3, Table.HONEST);
    var second = shares.get(1).with(done(outcomes, 2));
    var third = shares.get(2).with(done(outcomes, 3));

    assertThat(second.setup(3)).isEqualTo(third.setup(2));
    assertThat(second.setup(3)).isNotEqualTo(shares.get(1).setup(3));
    assertThat(second.setup(1)).isEqualTo(shares.get(0).setup(2));
    assertThat(second.publicKey()).isEqualTo(shares.get(1).publicKey());
    assertSigned(sign(Map.of(2, second, 3, third)));
    assertSigned(sign(Map.of(1, shares.get(0), 2, second)));
    assertSigned(sign(Map.of(1, shares.get(0), 3, third)));
  }

  @Test
  void aShareWithoutAPairKeepsTheOthers() {
    var less = shares.get(0).without(2, Table.random());
    var lessToo = shares.get(1).without(1, Table.random());

    assertThat(less.setup(2)).isNotEqualTo(shares.get(1).setup(1)).isNotEqualTo(lessToo.setup(1));
    assertSigned(sign(Map.of(1, less, 3, shares.get(2))));
  }

  @Test
  void aFreshPairSaysBeforehandWhatBothWillSee() {
    var outcomes = renew(1, 2, Table.HONEST);
    var one = done(outcomes, 1);
    var two = done(outcomes, 2);

    assertThat(one.setup()).isEqualTo(two.setup()).isEqualTo(shares.get(0).with(one).setup(2));
    assertThat(one.toString()).isEqualTo("FreshPair[2]");
    one.close();
    assertThat(one.secrets()).containsOnly(0);
  }
}
