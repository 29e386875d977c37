package io.argosy.custody.share;

import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Outcome;
import io.argosy.threshold.Refresh;
import io.argosy.threshold.Rounds;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Real shares of a key of three, made in this process. */
public final class AroundATable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private AroundATable() {}

  public static List<KeyShare> key() {
    byte[] sid = sid();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 3; i++) {
      parties.put(i, new KeyGeneration(sid, 2, 3, i, RANDOM::nextBytes));
    }
    return shares(parties);
  }

  static List<KeyShare> refreshed(List<KeyShare> old) {
    byte[] sid = sid();
    var parties = new TreeMap<Integer, Refresh>();
    old.forEach(share -> parties.put(share.self(), new Refresh(sid, share, RANDOM::nextBytes)));
    return shares(parties);
  }

  private static byte[] sid() {
    byte[] sid = new byte[32];
    RANDOM.nextBytes(sid);
    return sid;
  }

  private static List<KeyShare> shares(Map<Integer, ? extends Rounds<KeyGeneration.Made>> parties) {
    var outcomes = new TreeMap<Integer, Outcome<KeyGeneration.Made>>();
    parties.forEach((party, rounds) -> outcomes.put(party, rounds.start()));
    while (outcomes.firstEntry().getValue() instanceof Outcome.Continue) {
      var inboxes = new HashMap<Integer, Map<Integer, byte[]>>();
      outcomes.forEach(
          (from, outcome) ->
              ((Outcome.Continue<KeyGeneration.Made>) outcome)
                  .toEachPeer()
                  .forEach(
                      (to, message) ->
                          inboxes.computeIfAbsent(to, _ -> new HashMap<>()).put(from, message)));
      parties.forEach(
          (party, rounds) ->
              outcomes.put(party, rounds.next(inboxes.getOrDefault(party, Map.of()))));
    }
    var shares = new ArrayList<KeyShare>();
    outcomes.forEach(
        (party, outcome) ->
            shares.add(((Outcome.Done<KeyGeneration.Made>) outcome).value().share()));
    return shares;
  }
}
