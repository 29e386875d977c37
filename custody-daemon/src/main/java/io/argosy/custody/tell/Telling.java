package io.argosy.custody.tell;

import io.argosy.custody.session.Peers;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Hearing;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Registration;
import io.argosy.custodycore.Tell;
import io.argosy.custodycore.Why;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every peer how this daemon is, and hears the same of them. Each peer has a thread of its
 * own, which looks into the journal now and then: whoever registers or signs waits for none of
 * this. Thread-safe.
 */
public final class Telling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration END = Duration.ofSeconds(5);
  private final Journal journal;
  private final Hearing hearing;
  private final Peers peers;
  private final OwnWord own;
  private final Map<Integer, Listening> listening = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();

  public Telling(OwnWord own, Journal journal, Hearing hearing, Peers peers) {
    this.own = own;
    this.journal = journal;
    this.hearing = hearing;
    this.peers = peers;
    for (int peer : peers.others()) {
      listening.put(peer, new Listening(peers.daemon(peer).id(), journal.tells()));
    }
  }

  /** Begins to tell. */
  public Telling start() {
    listening.forEach(
        (peer, listens) ->
            threads.add(Thread.ofVirtual().name("tell-" + peer).start(() -> talk(peer, listens))));
    return this;
  }

  private void talk(int peer, Listening listens) {
    var id = peers.daemon(peer).id();
    var client = peers.telling(peer);
    var saying = new Saying(id, own, journal.tells(), client);
    var reading = new Reading(id, listens, hearing, journal.conflicts(), client);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (peers.up().contains(id)) {
          saying.look();
          reading.look();
        } else {
          saying.away();
        }
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("telling {} failed; it is tried again", id, e);
        saying.away();
        pauseAfterFault();
      }
    }
  }

  private static void pauseAfterFault() {
    try {
      Thread.sleep(LOOK.multipliedBy(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What becomes of a tell. */
  public sealed interface Heard {
    /**
     * It was heard.
     *
     * @param after number of the last registration that need not be told again
     */
    record Taken(long after) implements Heard {}

    /** It does not hold, and nothing of it counts. */
    record Refused(Why why, String detail) implements Heard {}

    /** The peer tells too often. */
    record TooOften() implements Heard {}
  }

  /**
   * Hears what a peer says of itself.
   *
   * @param from its index
   * @param shown the highest policy that it can show, where it did
   */
  public Heard hear(int from, Tell.Signed said, Optional<Policy.Signed> shown) {
    var id = peers.daemon(from).id();
    var listens = listening.get(from);
    if (listens == null || !listens.allows(System.nanoTime())) {
      return new Heard.TooOften();
    }
    return switch (hearing.tell(id, said)) {
      case Answer.Refused<Tell>(var why, var detail) -> new Heard.Refused(why, detail);
      case Answer.Granted<Tell>(var tell) -> {
        if (!listens.isNews(tell)) {
          yield new Heard.Refused(Why.REQUEST_INVALID, "not later than the tell before");
        }
        shown.ifPresent(policy -> hearPolicy(id, policy, listens));
        yield new Heard.Taken(listens.take(tell, System.nanoTime()));
      }
    };
  }

  private void hearPolicy(DaemonId from, Policy.Signed shown, Listening listens) {
    switch (hearing.policy(from, shown)) {
      case Answer.Granted<Optional<Policy>>(var news) ->
          news.ifPresent(
              policy ->
                  LOG.warn("{} shows policy {}; it is not in force here", from, policy.number()));
      case Answer.Refused<Optional<Policy>>(var why, var _) -> {
        if (listens.claimIsLogged()) {
          LOG.warn("{} shows a policy that counts for nothing: {}", from, why);
        }
      }
    }
  }

  /** Number of the policy that a peer said it holds; 0 before it said so. */
  long policyOf(int peer) {
    return Optional.ofNullable(listening.get(peer)).map(Listening::policy).orElse(0L);
  }

  /** What is registered here, for a peer that was not given it. */
  public Optional<Registration> registration(Digest32 statement) {
    return journal.registration(statement);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (var thread : threads) {
      try {
        boolean _ = thread.join(END);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
