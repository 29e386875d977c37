package io.argosy.custody.freeze;

import io.argosy.custody.session.Peers;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.model.Digest32;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Passes every freeze that this daemon holds on to the others, again and again until each has taken
 * it or says that it never will. After a start all freezes in force are offered afresh, so nothing
 * but the freezes themselves needs to be durable. Thread-safe.
 */
public final class FreezeRelay {
  /** Orders are signed by a few listed keys; were one of those to flood, the oldest still go. */
  private static final int MOST_WAITING = 1_000;

  private final Peers peers;
  private final Set<Digest32> offered = new HashSet<>();
  private final Map<Integer, Map<Digest32, FreezeOrder.Signed>> waiting = new HashMap<>();

  public FreezeRelay(Peers peers) {
    this.peers = peers;
  }

  /** Offers a freeze to the others, once; not to the one that it came from. */
  public synchronized void offer(FreezeOrder.Signed freeze, Optional<Integer> from) {
    if (offered.size() >= MOST_WAITING || !offered.add(freeze.order().hash())) {
      return;
    }
    for (int peer : peers.others()) {
      if (from.filter(sender -> sender == peer).isEmpty()) {
        waiting.computeIfAbsent(peer, _ -> new HashMap<>()).put(freeze.order().hash(), freeze);
      }
    }
  }

  private synchronized List<FreezeOrder.Signed> waitingFor(int peer) {
    return List.copyOf(waiting.getOrDefault(peer, Map.of()).values());
  }

  private synchronized void taken(int peer, FreezeOrder.Signed freeze) {
    waiting.getOrDefault(peer, Map.of()).remove(freeze.order().hash());
  }

  /**
   * Tries once to hand over all that waits. Called when something was offered, and every second.
   */
  public void push() {
    for (int peer : peers.others()) {
      for (var freeze : waitingFor(peer)) {
        if (!peers.passFreeze(peer, freeze)) {
          break;
        }
        taken(peer, freeze);
      }
    }
  }
}
