package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SigningTest {
  private static List<KeyShare> twoOfThree = List.of();

  @BeforeAll
  static void aKey() {
    twoOfThree = Table.key(2, 3);
  }

  private static List<byte[]> digests(int count) {
    return IntStream.range(0, count).mapToObj(i -> Table.fresh()).toList();
  }

  private static List<ManifestEntry> entries(int count) {
    return Table.entries(digests(count));
  }

  private static SortedMap<Integer, Outcome<List<Signature>>> sign(
      List<KeyShare> shares, int[] quorum, List<byte[]> digests, Table.Way way) {
    byte[] sid = Table.fresh();
    var members = IntStream.of(quorum).boxed().toList();
    var parties = new TreeMap<Integer, Signing>();
    for (int i : quorum) {
      parties.put(
          i, new Signing(shares.get(i - 1), sid, members, Table.entries(digests), Table.random()));
    }
    return Table.run(parties, way);
  }

  private static void requireAllValid(List<KeyShare> shares, int[] quorum, int count) {
    var digests = digests(count);
    byte[] publicKey = shares.getFirst().publicKey();
    var outcomes = sign(shares, quorum, digests, Table.HONEST);
    assertThat(outcomes).hasSize(quorum.length);
    for (var outcome : outcomes.values()) {
      var signatures = Table.done(outcome);
      assertThat(signatures).hasSize(count);
      for (int i = 0; i < count; i++) {
        Valid.require(signatures.get(i).bytes(), digests.get(i), publicKey);
      }
    }
  }

  @Test
  void aMessageOfAnotherLengthOrWithAForeignScalarIsMalformed() {
    Table.Way longer = (r, from, to, m) -> r == 2 && from == 1 ? Arrays.copyOf(m, m.length + 1) : m;
    Table.Way foreign =
        (r, from, to, m) -> {
          byte[] changed = m.clone();
          if (r == 3 && from == 1) {
            Arrays.fill(changed, 0, 32, (byte) 0xff);
          }
          return changed;
        };
    for (var way : List.of(longer, foreign)) {
      assertThat(sign(twoOfThree, new int[] {1, 2}, digests(1), way).get(2))
          .isInstanceOfSatisfying(
              Outcome.Aborted.class, a -> assertThat(a.abort().culprits()).isEqualTo(Set.of(1)));
    }
  }

  @Test
  void membersWhoSeeDifferentDigestsOrQuorumsNeverSign() {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      var share = twoOfThree.get(i - 1);
      parties.put(i, new Signing(share, sid, List.of(1, 2), entries(1), Table.random()));
    }
    assertThat(Table.run(parties, Table.HONEST).values())
        .allMatch(outcome -> outcome instanceof Outcome.Aborted);

    for (var quorum : List.of(List.of(1), List.of(2, 1), List.of(2, 3), List.of(1, 4))) {
      var share = twoOfThree.getFirst();
      assertThatThrownBy(() -> new Signing(share, sid, quorum, entries(1), Table.random()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theSameLocalRandomnessInAnotherSessionGivesAnotherNonce() {
    Randomness broken = out -> Arrays.fill(out, (byte) 7);
    var rs = new ArrayList<String>();
    for (int session = 0; session < 2; session++) {
      byte[] sid = Table.fresh();
      var digests = entries(1);
      var parties = new TreeMap<Integer, Signing>();
      for (int i = 1; i <= 2; i++) {
        parties.put(i, new Signing(twoOfThree.get(i - 1), sid, List.of(1, 2), digests, broken));
      }
      var signature = Table.done(Table.run(parties, Table.HONEST).values().iterator().next());
      rs.add(Arrays.toString(Arrays.copyOf(signature.getFirst().bytes(), 32)));
    }
    assertThat(rs).doesNotHaveDuplicates();
  }

  @Test
  void everyPairOfThreeSignsABatch() {
    for (int[] quorum : Quorums.of(2, 3)) {
      requireAllValid(twoOfThree, quorum, 5);
    }
  }

  @Test
  @Tag("slow")
  void everyThreeOfFiveSign() {
    var shares = Table.key(3, 5);
    for (int[] quorum : Quorums.of(3, 5)) {
      requireAllValid(shares, quorum, 1);
    }
  }

  @Test
  void noRoundFollowsOnAnAbandonedSession() {
    var shares = Table.key(2, 3);
    var mine =
        new Signing(shares.getFirst(), Table.fresh(), List.of(1, 2), entries(1), Table.random());
    assertThat(mine.start()).isInstanceOf(Outcome.Continue.class);

    mine.abandon();

    assertThatThrownBy(() -> mine.next(java.util.Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("slow")
  void everyFourOfSevenSign() {
    var shares = Table.key(4, 7);
    for (int[] quorum : Quorums.of(4, 7)) {
      requireAllValid(shares, quorum, 1);
    }
  }
}
