package io.argosy.custody.tell;

import io.argosy.custody.session.Peers;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Hearing;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Registration;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Tell;
import io.argosy.custodycore.Why;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
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
  private final Map<Integer, Talk> talks = new ConcurrentSkipListMap<>();
  private boolean started;

  /** With one peer, as the rosters list it. */
  private record Talk(Roster.Daemon with, Listening listens, Thread thread) {}

  public Telling(OwnWord own, Journal journal, Hearing hearing, Peers peers) {
    this.own = own;
    this.journal = journal;
    this.hearing = hearing;
    this.peers = peers;
    follow();
  }

  /** Begins to tell. */
  public synchronized Telling start() {
    started = true;
    talks.values().forEach(talk -> talk.thread().start());
    return this;
  }

  /** Talks with whom the rosters list now. Called every second. */
  public synchronized void follow() {
    var others = peers.others();
    for (int peer : others) {
      var daemon = peers.daemon(peer);
      var talk = talks.get(peer);
      if (talk == null || !talk.with().equals(daemon)) {
        end(Optional.ofNullable(talks.put(peer, talk(peer, daemon))));
      }
    }
    talks.keySet().stream()
        .filter(peer -> !others.contains(peer))
        .forEach(peer -> end(Optional.ofNullable(talks.remove(peer))));
  }

  private static void end(Optional<Talk> talk) {
    talk.ifPresent(each -> each.thread().interrupt());
  }

  private Talk talk(int peer, Roster.Daemon daemon) {
    var listens = new Listening(daemon.id(), journal.tells());
    var thread = Thread.ofVirtual().name("tell-" + peer).unstarted(() -> talk(peer, listens));
    if (started) {
      thread.start();
    }
    return new Talk(daemon, listens, thread);
  }

  private void talk(int peer, Listening listens) {
    var id = peers.daemon(peer).id();
    var reached = peers.telling(peer);
    if (reached.isEmpty()) {
      return;
    }
    var client = reached.get();
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
    var talk = talks.get(from);
    if (talk == null || !talk.listens().allows(System.nanoTime())) {
      return new Heard.TooOften();
    }
    var listens = talk.listens();
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
    return Optional.ofNullable(talks.get(peer)).map(talk -> talk.listens().policy()).orElse(0L);
  }

  /** What is registered here, for a peer that was not given it. */
  public Optional<Registration> registration(Digest32 statement) {
    return journal.registration(statement);
  }

  @Override
  public void close() {
    var threads = talks.values().stream().map(Talk::thread).toList();
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
