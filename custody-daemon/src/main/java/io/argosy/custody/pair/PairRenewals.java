package io.argosy.custody.pair;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Mailbox;
import io.argosy.custody.session.Pairs;
import io.argosy.custody.session.Peers;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.PairJournal.Spoiled;
import io.argosy.model.DaemonId;
import io.argosy.threshold.Randomness;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks which pairs are spoiled, and which peers ask: first nothing of a spoiled pair is left in
 * the sealed share, then the two set it up again, as often as {@link Pace} allows. Thread-safe.
 */
public final class PairRenewals {
  private static final Logger LOG = LoggerFactory.getLogger(PairRenewals.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private final Pairs pairs;
  private final Peers peers;
  private final Mailbox mailbox;
  private final Shares shares;
  private final Renewal renewal;
  private final Randomness random;
  private final Faults faults;
  private final Pace<Pair> pace;
  private final Set<Pair> running = ConcurrentHashMap.newKeySet();

  /**
   * @param span for each set-up of a pair, once a few were had in a row
   */
  public PairRenewals(
      Pairs pairs,
      Peers peers,
      Mailbox mailbox,
      Shares shares,
      Renewal renewal,
      Randomness random,
      Faults faults,
      Duration span) {
    this.pairs = pairs;
    this.peers = peers;
    this.mailbox = mailbox;
    this.shares = shares;
    this.renewal = renewal;
    this.random = random;
    this.faults = faults;
    this.pace = new Pace<>(span, AFTER_FAILURE);
  }

  /** A key's transfers with one peer. */
  record Pair(KeyEpoch key, int peer) {}

  /** Looks once, and begins what may begin. Called every half second. */
  public void look() {
    var wanted = new HashSet<Pair>();
    for (var each : pairs.spoiled()) {
      if (each.key().epoch() < shares.epoch(each.key().key())) {
        pairs.renewed(each.key(), each.peer()); // A later epoch brought transfers of its own.
      } else if (each.erased() || erase(each)) {
        wanted.add(new Pair(each.key(), peers.indexOf(each.peer())));
      }
    }
    wanted.addAll(asked());
    wanted.removeIf(pair -> !peers.up().contains(id(pair)));
    long now = System.nanoTime();
    for (var pair : wanted) {
      if (pace.allows(pair, now) && running.add(pair)) {
        var _ = Thread.ofVirtual().name("pair-" + pair.peer()).start(() -> renew(pair));
      }
    }
  }

  private DaemonId id(Pair pair) {
    return peers.daemon(pair.peer()).id();
  }

  /** Peers name the session; only a key of ours and themselves can be meant. */
  private List<Pair> asked() {
    var keys = shares.all();
    return mailbox.askedForPairs().entrySet().stream()
        .flatMap(
            each ->
                keys.stream()
                    .map(key -> new Pair(key, each.getKey()))
                    .filter(pair -> each.getValue().contains(renewal.session(pair))))
        .toList();
  }

  private boolean erase(Spoiled pair) {
    int peer = peers.indexOf(pair.peer());
    var trouble =
        shares.replace(pair.key().key(), pair.key().epoch(), share -> share.without(peer, random));
    if (trouble.isPresent()) {
      return false; // The key store's state is told elsewhere; it is tried again.
    }
    faults.at(Faults.Point.PAIR_ERASED);
    pairs.erased(pair);
    faults.at(Faults.Point.ERASURE_KEPT);
    return true;
  }

  private void renew(Pair pair) {
    try {
      if (renewal.run(pair)) {
        pace.succeeded(pair, System.nanoTime());
      } else {
        pace.failed(pair, System.nanoTime());
      }
    } catch (RuntimeException e) {
      LOG.error("setting {} up again failed", pair, e);
      pace.failed(pair, System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(pair);
    }
  }
}
