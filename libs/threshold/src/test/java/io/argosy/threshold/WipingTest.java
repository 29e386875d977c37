package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a party holds when its protocol is over: of its secrets, nothing but zeros. */
class WipingTest {
  private static final List<String> SIGNING =
      List.of(
          "random.key",
          "random.pool",
          "own.nonces",
          "own.inverseMasks",
          "own.keyParts",
          "pairs.received",
          "pairs.rows",
          "pairs.alice",
          "pairs.opened.bob");
  private static final List<String> KEY_GENERATION =
      List.of(
          "dealing.polynomial.coefficients",
          "dealing.share",
          "dealing.pairs.part",
          "dealing.pairs.seed",
          "dealing.pairs.choices",
          "dealing.pairs.whole",
          "dealing.pairs.made",
          "dealing.pairs.receiver.secrets");
  private static final List<String> HEDGED_DEALING =
      Stream.concat(Stream.of("dealing.random.key", "dealing.random.pool"), KEY_GENERATION.stream())
          .toList();
  private static final List<String> PAIR_RENEWAL =
      List.of(
          "random.key",
          "random.pool",
          "setup.part",
          "setup.seed",
          "setup.choices",
          "setup.whole",
          "setup.made",
          "setup.receiver.secrets");
  private static List<KeyShare> shares = List.of();

  @BeforeAll
  static void aKey() {
    shares = Vectors.shares();
  }

  private static void signUntil(int round) {
    byte[] sid = Table.fresh();
    var entries =
        List.of(ManifestEntry.ofKeyItself(Table.fresh()), ManifestEntry.ofKeyItself(Table.fresh()));
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new Signing(shares.get(i - 1), sid, List.of(1, 2), entries, Table.random()));
    }
    end(parties, round, SIGNING);
  }

  private static void makeUntil(int round) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new KeyGeneration(sid, 2, 2, i, Table.random()));
    }
    end(parties, round, KEY_GENERATION);
  }

  /** Ends by a malformed message of that round, or regularly; and then the rest is abandoned. */
  private static <T> void end(
      Map<Integer, ? extends Rounds<T>> parties, int round, List<String> secrets) {
    var outcomes =
        Table.run(parties, (r, from, to, m) -> r == round && to == 2 ? Arrays.copyOf(m, 1) : m);
    if (outcomes.get(1) instanceof Outcome.Continue) {
      java.util.Objects.requireNonNull(parties.get(1)).abandon();
    }
    parties.values().forEach(party -> requireWiped(party, secrets));
  }

  private static void requireWiped(Object party, List<String> secrets) {
    secrets.forEach(name -> assertThat(left(party, name)).as(name).isEmpty());
  }

  static void requireWiped(Signing party) {
    requireWiped(party, SIGNING);
  }

  static void requireWiped(KeyGeneration party) {
    requireWiped(party, KEY_GENERATION);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  void aSigningSessionLeavesNothingHoweverItEnds(int round) {
    signUntil(round);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void aKeyGenerationLeavesNothingHoweverItEnds(int round) {
    makeUntil(round);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void aRefreshLeavesNothingHoweverItEnds(int round) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Refresh>();
    for (var share : shares) {
      parties.put(share.self(), new Refresh(sid, share, Table.random()));
    }
    end(parties, round, HEDGED_DEALING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void aResharingLeavesNothingHoweverItEnds(int round) {
    byte[] sid = Table.fresh();
    var terms = new Resharing.Terms(shares.getFirst().key(), List.of(1, 2), 2, List.of(1, 2));
    var parties = new TreeMap<Integer, Resharing>();
    for (var share : shares) {
      parties.put(share.self(), Resharing.dealer(sid, terms, share, Table.random()));
    }
    end(parties, round, HEDGED_DEALING);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9})
  void aPairsRenewalLeavesNothingHoweverItEnds(int round) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, PairRenewal>();
    for (var share : shares) {
      parties.put(share.self(), new PairRenewal(share, sid, 3 - share.self(), Table.random()));
    }
    end(parties, round, PAIR_RENEWAL);
  }

  /** What a dealer had before is overwritten where it stood, not only where the sum stands. */
  @Test
  void ofAShareThatIsRefreshedNothingStaysWhereItStood() {
    byte[] sid = Table.fresh();
    var bases = new ArrayList<long[]>();
    var parties = new TreeMap<Integer, Dealing<Dealing.Dealt>>();
    for (var share : shares) {
      var plan = Plan.refresh(sid, share.key());
      var random = Table.random();
      var base = share.secret();
      bases.add(base);
      var zero = Optional.of(Polynomial.zero(2, random));
      parties.put(
          share.self(), new Dealing<>(plan, share.self(), zero, base, random, dealt -> dealt));
    }

    var outcomes = Table.run(parties, Table.HONEST);

    assertThat(outcomes.values()).hasSize(2).allMatch(Outcome.Done.class::isInstance);
    assertThat(bases).allSatisfy(base -> assertThat(base).containsOnly(0));
  }

  /** A peer whose answer comes late or wrong does not keep alive what another one's made. */
  @Test
  void whatAPairMadeIsWipedWhenAnotherPeersAnswerEndsTheDealing() {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 3; i++) {
      parties.put(i, new KeyGeneration(sid, 2, 3, i, Table.random()));
    }

    var outcomes =
        Table.run(
            parties, (r, from, to, m) -> r == 4 && from == 3 && to == 1 ? Arrays.copyOf(m, 1) : m);

    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Aborted.class);
    requireWiped(java.util.Objects.requireNonNull(parties.get(1)));
  }

  private static Signing signer(List<KeyShare> of, int self, List<Integer> quorum, byte[] sid) {
    var entries = List.of(ManifestEntry.ofKeyItself(new byte[32]));
    return new Signing(of.get(self - 1), sid, quorum, entries, Table.random());
  }

  /** They are what a peer's choices meet, and the longest of all secrets of a session. */
  @Test
  void theRowsOfAPairAreWipedWithTheAnswerThatTheyWereFor() {
    var two = signer(shares, 2, List.of(1, 2), Vectors.SID);
    var first = ((Outcome.Continue<?>) signer(shares, 1, List.of(1, 2), Vectors.SID).start());
    assertThat(two.start()).isInstanceOf(Outcome.Continue.class);

    var second = two.next(Map.of(1, Matrix.of(first.toEachPeer(), 2)));

    assertThat(second).isInstanceOf(Outcome.Continue.class);
    assertThat(left(two, "pairs.received")).isNotEmpty();
    assertThat(left(two, "pairs.rows")).isEmpty();
  }

  @Test
  void theRowsOfAPairAreWipedWhenAnotherPeersChoicesEndTheSession() {
    var all = List.of(1, 2, 3);
    var three = Vectors.shares(3, 3);
    var parties = new TreeMap<Integer, Signing>();
    all.forEach(i -> parties.put(i, signer(three, i, all, Vectors.SID)));

    var outcomes =
        Table.run(parties, (r, from, to, m) -> from == 3 && to == 2 ? Arrays.copyOf(m, 1) : m);

    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Aborted.class);
    requireWiped(java.util.Objects.requireNonNull(parties.get(2)));
  }

  /** Numbers that are not zero below a field, by reflection. */
  private static List<Object> left(Object party, String path) {
    try {
      Object at = party;
      var all = new ArrayList<Object>();
      var names = List.of(path.split("\\.", -1));
      all.add(at);
      for (String name : names) {
        var next = new ArrayList<Object>();
        for (Object each : all) {
          var field = each.getClass().getDeclaredField(name);
          field.setAccessible(true);
          @Nullable Object value = field.get(each);
          if (value instanceof PerParty<?> some) {
            some.forEach((peer, thing) -> next.add(thing));
          } else if (value instanceof Optional<?> some) {
            some.ifPresent(next::add);
          } else if (value != null) {
            next.add(value);
          }
        }
        all = next;
      }
      var left = new ArrayList<Object>();
      for (Object each : all) {
        collect(each, left);
      }
      return left;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(path, e);
    }
  }

  private static void collect(@Nullable Object value, List<Object> left)
      throws ReflectiveOperationException {
    if (value instanceof Number number) {
      if (number.longValue() != 0) {
        left.add(number);
      }
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        collect(Array.get(value, i), left);
      }
    } else if (value != null) {
      for (var field : value.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          collect(field.get(value), left);
        }
      }
    }
  }
}
