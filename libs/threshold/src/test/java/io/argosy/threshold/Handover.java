package io.argosy.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Refreshes and reshares keys around the table. */
final class Handover {
  private Handover() {}

  static Map<Integer, KeyShare> byHolder(List<KeyShare> shares) {
    return new TreeMap<>(shares.stream().collect(Collectors.toMap(KeyShare::self, s -> s)));
  }

  static SortedMap<Integer, Outcome<KeyGeneration.Made>> refresh(
      Map<Integer, KeyShare> shares, Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Refresh>();
    shares.forEach((i, share) -> parties.put(i, new Refresh(sid, share, Table.random())));
    return Table.run(parties, way);
  }

  /** Old shares stand by their holders; of them only the dealers' are looked at. */
  static SortedMap<Integer, Outcome<Resharing.Made>> reshare(
      Map<Integer, KeyShare> old, Resharing.Terms terms, Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Resharing>();
    for (int i : terms.holders()) {
      if (!terms.dealers().contains(i)) {
        parties.put(i, Resharing.receiver(sid, terms, i, Table.random()));
      }
    }
    for (int i : terms.dealers()) {
      var share = Objects.requireNonNull(old.get(i));
      parties.put(i, Resharing.dealer(sid, terms, share, Table.random()));
    }
    return Table.run(parties, way);
  }

  /** The new shares by holder; every party must have come to the same key and transcript. */
  static Map<Integer, KeyShare> shares(SortedMap<Integer, Outcome<Resharing.Made>> outcomes) {
    var shares = new TreeMap<Integer, KeyShare>();
    var transcripts = new ArrayList<byte[]>();
    outcomes.forEach(
        (party, outcome) -> {
          var made = Table.done(outcome);
          transcripts.add(made.transcript());
          made.share().ifPresent(share -> shares.put(party, share));
        });
    if (!transcripts.stream().allMatch(each -> Arrays.equals(each, transcripts.getFirst()))) {
      throw new AssertionError("parties that made different things");
    }
    return shares;
  }

  /** The terms under which these dealers hand over to these holders. */
  static Resharing.Terms terms(
      Map<Integer, KeyShare> old, List<Integer> dealers, int threshold, List<Integer> holders) {
    var from = Objects.requireNonNull(old.get(dealers.getFirst())).key();
    return new Resharing.Terms(from, dealers, threshold, holders);
  }

  /** All sets of so many of these. */
  static List<List<Integer>> subsets(int count, List<Integer> of) {
    return Quorums.of(count, of.size()).stream()
        .map(places -> Arrays.stream(places).mapToObj(place -> of.get(place - 1)).toList())
        .toList();
  }

  /** Hands a key over; the new shares by holder. */
  static Map<Integer, KeyShare> reshared(
      Map<Integer, KeyShare> old, List<Integer> dealers, int threshold, List<Integer> holders) {
    var terms = terms(old, dealers, threshold, holders);
    return shares(reshare(old, terms, Table.HONEST));
  }
}
