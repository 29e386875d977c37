package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResharingTest {
  private static Map<Integer, KeyShare> twoOfThree = Map.of();

  @BeforeAll
  static void aKey() {
    twoOfThree = Handover.byHolder(Table.key(2, 3));
  }

  private static KeyShare of(Map<Integer, KeyShare> shares, int holder) {
    return Objects.requireNonNull(shares.get(holder));
  }

  private static KeyShare shifted(KeyShare share) {
    long[] other = Scalars.add(share.secret(), Scalars.of(1));
    var pairs = new TreeMap<Integer, PairSecrets>();
    share.key().holders().stream()
        .filter(peer -> peer != share.self())
        .forEach(peer -> pairs.put(peer, Pairs.of(share, peer)));
    return new KeyShare(share.self(), share.key(), other, pairs);
  }

  private static Map<Integer, KeyShare> withShifted(Map<Integer, KeyShare> shares, int holder) {
    var changed = new TreeMap<>(shares);
    changed.put(holder, shifted(of(shares, holder)));
    return changed;
  }

  private static void requireAborted(
      SortedMap<Integer, ? extends Outcome<?>> outcomes, int culprit, String check) {
    outcomes.forEach(
        (party, outcome) -> {
          if (party != culprit) {
            assertThat(outcome)
                .isEqualTo(
                    new Outcome.Aborted<>(new Abort(Abort.Kind.RETRY, Set.of(culprit), check)));
          }
        });
  }

  @Test
  void aDealerWhoDealsAnotherNumberThanItsShareIsNamedByEverybody() {
    var terms = Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 2, 3));

    var outcomes = Handover.reshare(withShifted(twoOfThree, 1), terms, Table.HONEST);

    assertThat(outcomes).hasSize(3);
    requireAborted(outcomes, 1, "the constant term against the dealer's share");
  }

  @Test
  void aHolderWhoRefreshesAnotherNumberThanItsShareIsNamedByEverybody() {
    var outcomes = Handover.refresh(withShifted(twoOfThree, 2), Table.HONEST);

    assertThat(outcomes).hasSize(3);
    requireAborted(outcomes, 2, "the public share");
  }

  /** It deals values of a polynomial that is one at zero; of its points that one cannot be said. */
  @Test
  void aRefreshThatAddsToTheKeyIsFound() {
    byte[] sid = Table.fresh();
    var plan = Plan.refresh(sid, of(twoOfThree, 1).key());
    long[][] dealt = new long[4][];

    var outcomes =
        Handover.refresh(
            twoOfThree,
            (r, from, to, m) -> {
              if (r != 3 || from != 1) {
                return m;
              }
              byte[] out = m.clone();
              dealt[to] = Scalars.add(Scalars.parse(Arrays.copyOfRange(m, 32, 64)), Scalars.of(1));
              Limbs.write(out, 32, dealt[to], 0);
              return out;
            });

    assertThat(plan.first()).isEqualTo(1);
    requireAborted(outcomes, 1, "the share against the polynomial (Feldman)");
  }

  @Test
  void termsThatNobodyMayAgreeToAreRefused() {
    var all = List.of(1, 2, 3);
    var wrong =
        List.of(
            Handover.terms(twoOfThree, List.of(1), 2, all),
            Handover.terms(twoOfThree, List.of(1, 1), 2, all),
            Handover.terms(twoOfThree, List.of(1, 4), 2, all),
            Handover.terms(twoOfThree, List.of(2, 1), 2, all),
            Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 2, 3, 4)),
            Handover.terms(twoOfThree, List.of(1, 2), 4, all),
            Handover.terms(twoOfThree, List.of(1, 2), 1, List.of(1)),
            Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 10)),
            Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(0, 1)));
    for (var terms : wrong) {
      assertThatThrownBy(() -> Resharing.receiver(Table.fresh(), terms, 3, Table.random()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rising");
    }
    var terms = Handover.terms(twoOfThree, List.of(1, 2), 2, all);
    assertThatThrownBy(() -> Resharing.receiver(Table.fresh(), terms, 4, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resharing.receiver(Table.fresh(), terms, 1, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
    var third = of(twoOfThree, 3);
    assertThatThrownBy(() -> Resharing.dealer(Table.fresh(), terms, third, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partiesThatMeanOtherTermsComeToNothing() {
    byte[] sid = Table.fresh();
    var one = Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 2, 3));
    var other = Handover.terms(twoOfThree, List.of(1, 2), 3, List.of(1, 2, 3));
    var refresh = new Refresh(sid, of(twoOfThree, 1), Table.random());
    refresh.abandon();
    for (var theirs : List.of(other, one)) {
      var parties = new TreeMap<Integer, Resharing>();
      parties.put(1, Resharing.dealer(sid, one, of(twoOfThree, 1), Table.random()));
      parties.put(2, Resharing.dealer(sid, theirs, of(twoOfThree, 2), Table.random()));
      parties.put(3, Resharing.receiver(sid, one, 3, Table.random()));

      var outcomes = Table.run(parties, Table.HONEST);

      boolean same = theirs.equals(one);
      assertThat(outcomes.values())
          .hasSize(3)
          .allMatch(outcome -> outcome instanceof Outcome.Done == same);
    }
    assertThatThrownBy(() -> refresh.next(Map.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTranscriptIsNotChangedAfterwards() {
    byte[] said = {1, 2};
    var made = new Resharing.Made(of(twoOfThree, 1).key(), Optional.empty(), said);

    said[0] = 9;
    made.transcript()[1] = 9;

    assertThat(made.transcript()).containsExactly(1, 2);
  }

  @Test
  void aShareOfAnotherEpochDealsNothing() {
    var later = Table.done(of(Handover.refresh(twoOfThree, Table.HONEST))).share();
    var terms = Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 2, 3));

    assertThatThrownBy(() -> Resharing.dealer(Table.fresh(), terms, later, Table.random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <T> Outcome<T> of(SortedMap<Integer, Outcome<T>> outcomes) {
    return Objects.requireNonNull(outcomes.get(outcomes.firstKey()));
  }

  @Test
  void publicSharesThatDoNotMakeTheKeyAreNoKey() {
    var key = of(twoOfThree, 1).key();
    for (int wrong = 1; wrong <= 3; wrong++) {
      var shares = new TreeMap<Integer, byte[]>();
      key.holders().forEach(holder -> shares.put(holder, key.publicShare(holder)));
      shares.put(wrong, Points.generator(Scalars.bytes(Scalars.random(Table.random()))));
      assertThatThrownBy(() -> new SharedKey(2, key.publicPoint(), key.chainCode(), shares))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSessionOfBothEpochsSignsNothing() {
    var made = refreshed(twoOfThree);
    var mix = new TreeMap<Integer, KeyShare>();
    mix.put(1, of(twoOfThree, 1));
    mix.put(2, of(made, 2));

    var outcomes = SameKey.sign(mix, List.of(1, 2), Table.entries(List.of(Table.fresh())));

    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Aborted.class));
  }

  private static Map<Integer, KeyShare> refreshed(Map<Integer, KeyShare> old) {
    var made = new TreeMap<Integer, KeyShare>();
    Handover.refresh(old, Table.HONEST)
        .forEach((party, outcome) -> made.put(party, Table.done(outcome).share()));
    return made;
  }

  @Test
  void aRefreshKeepsTheKeyAndPartsWithTheOldShares() {
    var made = refreshed(refreshed(twoOfThree));

    assertThat(made.keySet()).containsExactly(1, 2, 3);
    SameKey.require(twoOfThree, made);
    SameKey.requireNoMix(twoOfThree, made);
  }

  @Test
  void aMemberThatWasLostIsReplacedAtItsIndexByOneThatHoldsNothing() {
    var made = Handover.reshared(twoOfThree, List.of(1, 3), 2, List.of(1, 2, 3));

    SameKey.require(twoOfThree, made);
    SameKey.requireNoMix(twoOfThree, made);
  }

  @Test
  void aShareOfAnyHoldersIsReadBack() {
    var made = of(Handover.reshared(twoOfThree, List.of(2, 3), 2, List.of(2, 7, 9)), 7);

    var back = KeyShare.decode(made.encodeSecret());

    assertThat(back.encodeSecret()).isEqualTo(made.encodeSecret());
    assertThat(back.key().holders()).containsExactly(2, 7, 9);
    byte[] foreign = made.encodeSecret();
    foreign[3 + SharedKey.bytes(3) + 31] ^= 1;
    assertThatThrownBy(() -> KeyShare.decode(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A cloned machine, or one whose generator stands still, deals other polynomials each time. */
  @Test
  void theSameLocalRandomnessInAnotherSessionDealsAnotherPolynomial() {
    Randomness broken = out -> Arrays.fill(out, (byte) 7);
    var terms = Handover.terms(twoOfThree, List.of(1, 2), 2, List.of(1, 2, 3));
    var said = new java.util.HashSet<String>();
    for (int session = 0; session < 2; session++) {
      var parties = new TreeMap<Integer, Resharing>();
      byte[] sid = Table.fresh();
      parties.put(1, Resharing.dealer(sid, terms, of(twoOfThree, 1), broken));
      parties.put(2, Resharing.dealer(sid, terms, of(twoOfThree, 2), broken));
      parties.put(3, Resharing.receiver(sid, terms, 3, broken));
      Table.run(
          parties,
          (r, from, to, m) -> {
            if (r == 2 && from == 1 && to == 2) {
              // The point of coefficient 1; that of coefficient 0 is the share's, and stays.
              said.add(Arrays.toString(Arrays.copyOfRange(m, 98, 131)));
            }
            return m;
          });
    }
    assertThat(said).hasSize(2);
  }
}
