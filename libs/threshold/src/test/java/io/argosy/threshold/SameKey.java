package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What holds of a key after its shares have changed. */
final class SameKey {
  private static final DerivationPath CHILD = new DerivationPath(List.of(0, 1));

  private SameKey() {}

  private static KeyShare of(Map<Integer, KeyShare> shares, int holder) {
    return Objects.requireNonNull(shares.get(holder));
  }

  static SortedMap<Integer, Outcome<List<Signature>>> sign(
      Map<Integer, KeyShare> shares, List<Integer> quorum, List<ManifestEntry> entries) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Signing>();
    quorum.forEach(
        i -> parties.put(i, new Signing(of(shares, i), sid, quorum, entries, Table.random())));
    return Table.run(parties, Table.HONEST);
  }

  /** Addresses stay, also those of child keys, and every quorum signs for them. */
  static void require(Map<Integer, KeyShare> old, Map<Integer, KeyShare> made) {
    var before = old.values().iterator().next().key();
    byte[] digest = Table.fresh();
    var entries = List.of(ManifestEntry.ofKeyItself(digest), new ManifestEntry(CHILD, digest));
    assertThat(made.values())
        .allSatisfy(
            share -> {
              assertThat(share.publicKey()).isEqualTo(before.publicKey());
              assertThat(share.chainCode()).isEqualTo(before.chainCode());
            });
    int threshold = made.values().iterator().next().threshold();
    var quorums = Handover.subsets(threshold, List.copyOf(made.keySet()));
    assertThat(quorums).isNotEmpty();
    for (var quorum : quorums) {
      for (var outcome : sign(made, quorum, entries).values()) {
        var signatures = Table.done(outcome);
        Valid.require(signatures.get(0).bytes(), digest, before.publicKey());
        byte[] child = Derivation.of(before, CHILD).publicKey();
        Valid.require(signatures.get(1).bytes(), digest, child);
      }
    }
  }

  /** However many of both epochs are put together: as soon as one is not of the others, no key. */
  static void requireNoMix(Map<Integer, KeyShare> old, Map<Integer, KeyShare> made) {
    int most = Math.max(threshold(old), threshold(made));
    int mixes = 0;
    for (int count = 2; count <= most; count++) {
      for (var oldOnes : Handover.subsets(1, List.copyOf(old.keySet()))) {
        var others = made.keySet().stream().filter(i -> !oldOnes.contains(i)).toList();
        for (var newOnes : Handover.subsets(count - 1, others)) {
          var mix = new TreeMap<Integer, KeyShare>();
          oldOnes.forEach(i -> mix.put(i, of(old, i)));
          newOnes.forEach(i -> mix.put(i, of(made, i)));
          assertThat(combined(mix)).isNotEqualTo(of(old, oldOnes.getFirst()).publicKey());
          mixes++;
        }
      }
    }
    assertThat(mixes).isPositive();
  }

  private static int threshold(Map<Integer, KeyShare> shares) {
    return shares.values().iterator().next().threshold();
  }

  /** What nothing but a test does: puts shares together. */
  private static byte[] combined(Map<Integer, KeyShare> shares) {
    int[] quorum = shares.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] sum = Scalars.of(0);
    for (int i : quorum) {
      var part = Scalars.multiply(Scalars.lagrange(i, quorum), of(shares, i).secret());
      sum = Scalars.add(sum, part);
    }
    return Points.compress(Points.generator(Scalars.bytes(sum)));
  }
}
