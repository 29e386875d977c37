package io.argosy.api;

import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.LaneKey;
import io.argosy.model.Digest32;
import io.argosy.proto.custody.v1.SignRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where daemons of a test meet: the key signs only when every member of the quorum was sent the
 * same request. An ordinary key stands in for the shares of a threshold key.
 */
final class SigningTable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private final LaneKey key;
  private final Map<String, Set<String>> met = new HashMap<>();
  private final Map<String, SignRequest> requests = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<List<String>> quorums = new ArrayList<>();

  SigningTable(LaneKey key) {
    this.key = key;
  }

  EcdsaSignature sign(Digest32 digest) {
    return key.sign(digest);
  }

  /** What became of a meeting. */
  enum Meeting {
    ALL_THERE,
    SOMEBODY_MISSING,
    ANOTHER_REQUEST,
    USED_BEFORE
  }

  /** Waits for the other members; a request id is for one meeting only. */
  synchronized Meeting meet(SignRequest request, String daemon) throws InterruptedException {
    var id = request.getRequestId();
    if (!requests.computeIfAbsent(id, _ -> request).equals(request)) {
      return Meeting.ANOTHER_REQUEST;
    }
    if (!used.add(id + " " + daemon)) {
      return Meeting.USED_BEFORE;
    }
    var there = met.computeIfAbsent(id, _ -> new HashSet<>());
    there.add(daemon);
    if (there.size() == request.getQuorumCount()) {
      quorums.add(List.copyOf(request.getQuorumList()));
    }
    notifyAll();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (there.size() < request.getQuorumCount()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Meeting.SOMEBODY_MISSING;
      }
      wait(left);
    }
    return Meeting.ALL_THERE;
  }

  /** Who is missing at a meeting. */
  synchronized List<String> missing(SignRequest request) {
    var there = met.getOrDefault(request.getRequestId(), Set.of());
    return request.getQuorumList().stream().filter(member -> !there.contains(member)).toList();
  }

  /** Quorums that signed, in order. */
  synchronized List<List<String>> quorums() {
    return List.copyOf(quorums);
  }
}
