package io.argosy.threshold;

import io.argosy.threshold.KeyGeneration.Made;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sits parties around one table and passes their messages. */
final class Table {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Table() {}

  static byte[] fresh() {
    byte[] out = new byte[32];
    RANDOM.nextBytes(out);
    return out;
  }

  static Randomness random() {
    return RANDOM::nextBytes;
  }

  /** Changes a message on its way, or not. */
  interface Way {
    byte[] pass(int round, int from, int to, byte[] message);
  }

  static final Way HONEST = (round, from, to, message) -> message;

  /** Runs all parties to their ends. */
  static <T> SortedMap<Integer, Outcome<T>> run(
      Map<Integer, ? extends Rounds<T>> parties, Way way) {
    var outcomes = new TreeMap<Integer, Outcome<T>>();
    parties.forEach((party, rounds) -> outcomes.put(party, rounds.start()));
    for (int round = 1; outcomes.values().stream().allMatch(Table::goesOn); round++) {
      var inboxes = new HashMap<Integer, Map<Integer, byte[]>>();
      for (var from : outcomes.descendingMap().entrySet()) {
        var out = ((Outcome.Continue<T>) from.getValue()).toEachPeer();
        for (var message : out.entrySet()) {
          inboxes
              .computeIfAbsent(message.getKey(), to -> new HashMap<>())
              .put(
                  from.getKey(),
                  way.pass(round, from.getKey(), message.getKey(), message.getValue()));
        }
      }
      if (inboxes.isEmpty()) {
        throw new AssertionError("all wait, and nobody says anything");
      }
      inboxes.forEach(
          (to, inbox) -> outcomes.put(to, Objects.requireNonNull(parties.get(to)).next(inbox)));
    }
    return outcomes;
  }

  /** What a party comes to alone, told by party 1 what is given here by round. */
  static <T> Outcome<T> alone(Rounds<T> party, Map<Integer, byte[]> said) {
    var outcome = party.start();
    for (int round = 1; goesOn(outcome); round++) {
      outcome = party.next(Map.of(1, Matrix.of(said, round)));
    }
    return outcome;
  }

  /** The same words but for the lowest bit of one byte, counted from the end where negative. */
  static Map<Integer, byte[]> changed(Map<Integer, byte[]> said, int round, int place) {
    var all = new HashMap<>(said);
    byte[] message = Matrix.of(said, round).clone();
    message[place < 0 ? message.length + place : place] ^= 1;
    all.put(round, message);
    return all;
  }

  private static boolean goesOn(Outcome<?> outcome) {
    return outcome instanceof Outcome.Continue;
  }

  /** A new key: the share of party i stands at place i - 1. */
  static List<KeyShare> key(int threshold, int n) {
    byte[] sid = fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= n; i++) {
      parties.put(i, new KeyGeneration(sid, threshold, n, i, random()));
    }
    return run(parties, HONEST).values().stream().map(Table::done).map(Made::share).toList();
  }

  /** What the key itself signs. */
  static List<ManifestEntry> entries(List<byte[]> digests) {
    return digests.stream().map(ManifestEntry::ofKeyItself).toList();
  }

  static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Done<T>(var value)) {
      return value;
    }
    throw new AssertionError(outcome.toString());
  }
}
