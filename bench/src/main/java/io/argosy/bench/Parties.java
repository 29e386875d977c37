package io.argosy.bench;

import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Outcome;
import io.argosy.threshold.Randomness;
import io.argosy.threshold.Rounds;
import io.argosy.threshold.Signing;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** All parties of a key in one process, on one thread; counts what they would send each other. */
final class Parties {
  private static final SecureRandom SECURE = new SecureRandom();
  private static final Randomness RANDOM = SECURE::nextBytes;
  private final int threshold;
  private final int parties;
  private long bytes;

  Parties(int threshold, int parties) {
    this.threshold = threshold;
    this.parties = parties;
  }

  /** Bytes sent since the last call. */
  long bytesSent() {
    long sent = bytes;
    bytes = 0;
    return sent;
  }

  /** A new key's shares, in the order of the parties; the caller closes them. */
  List<KeyShare> key() {
    byte[] sid = RANDOM.bytes(32);
    var all = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= parties; i++) {
      all.put(i, new KeyGeneration(sid, threshold, parties, i, RANDOM));
    }
    return run(all).values().stream().map(KeyGeneration.Made::share).toList();
  }

  /** One session of the first members on so many digests. */
  void sign(List<KeyShare> shares, int count) {
    byte[] sid = RANDOM.bytes(32);
    var quorum = IntStream.rangeClosed(1, threshold).boxed().toList();
    var digests = IntStream.range(0, count).mapToObj(_ -> RANDOM.bytes(32)).toList();
    var all = new TreeMap<Integer, Signing>();
    for (int i : quorum) {
      all.put(i, new Signing(shares.get(i - 1), sid, quorum, digests, RANDOM));
    }
    var signatures = run(all);
    if (signatures.size() != threshold || signatures.firstEntry().getValue().size() != count) {
      throw new IllegalStateException("not every digest was signed");
    }
  }

  /** Passes messages until everybody is done. */
  private <T> SortedMap<Integer, T> run(SortedMap<Integer, ? extends Rounds<T>> members) {
    var outcomes = new TreeMap<Integer, Outcome<T>>();
    members.forEach((party, rounds) -> outcomes.put(party, rounds.start()));
    var done = new TreeMap<Integer, T>();
    while (done.isEmpty()) {
      var inboxes = new HashMap<Integer, Map<Integer, byte[]>>();
      outcomes.forEach(
          (from, outcome) ->
              outgoing(outcome)
                  .forEach(
                      (to, message) -> {
                        bytes += message.length;
                        inboxes.computeIfAbsent(to, _ -> new HashMap<>()).put(from, message);
                      }));
      inboxes.forEach(
          (to, inbox) -> outcomes.put(to, Objects.requireNonNull(members.get(to)).next(inbox)));
      outcomes.forEach(
          (party, outcome) -> {
            if (outcome instanceof Outcome.Done<T>(T value)) {
              done.put(party, value);
            }
          });
    }
    return done;
  }

  private static <T> Map<Integer, byte[]> outgoing(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Continue<T>(var toEachPeer) -> toEachPeer;
      case Outcome.Done<T> _ -> Map.of();
      case Outcome.Aborted<T>(var abort) -> throw new IllegalStateException(abort.toString());
    };
  }
}
