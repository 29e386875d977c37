package io.argosy.custody.tell;

import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Tell;
import io.argosy.custodycore.TellJournal;
import io.argosy.model.DaemonId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one peer said last, and which of its registrations are to be looked at; a bounded number of
 * them, the peer tells the rest again. Thread-safe.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final int MOST_WAITING = 256;

  /** A burst of tells, then four a second. */
  private static final long SPACING = Duration.ofMillis(250).toNanos();

  private static final long BURST = 40 * SPACING;
  private final DaemonId peer;
  private final TellJournal journal;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Optional<Tell> last = Optional.empty();
  private long free;
  private long claims;

  /**
   * A registration that is to be looked at.
   *
   * @param number at the peer
   * @param heard {@link System#nanoTime} of the tell
   */
  record Waiting(long number, Tell.Kind kind, Acknowledgement.Signed said, long heard) {}

  Listening(DaemonId peer, TellJournal journal) {
    this.peer = peer;
    this.journal = journal;
    this.free = System.nanoTime();
  }

  /** Whether the peer may tell something now. */
  synchronized boolean allows(long now) {
    if (free - now > BURST) {
      return false;
    }
    free = (free - now > 0 ? free : now) + SPACING;
    return true;
  }

  /** Counts what the peer could not show; of many such claims not every one is to be logged. */
  synchronized boolean claimIsLogged() {
    claims++;
    return Long.bitCount(claims) == 1;
  }

  /** Whether a tell is later than the last one. */
  synchronized boolean isNews(Tell tell) {
    return last.isEmpty() || tell.at().isAfter(last.get().at());
  }

  /** Takes a tell that holds; answers up to where its registrations need not be told again. */
  synchronized long take(Tell tell, long now) {
    sayChange(tell);
    last = Optional.of(tell);
    long taken = taken();
    if (tell.last() < taken) {
      if (claimIsLogged()) {
        LOG.error("{} told {} registrations and now {}: restored?", peer, taken, tell.last());
      }
      waiting.clear();
      journal.followAgain(peer);
      return 0;
    }
    if (tell.after() != taken) {
      return taken;
    }
    for (var entry : tell.registrations()) {
      if (waiting.size() == MOST_WAITING) {
        break;
      }
      taken++;
      waiting.add(new Waiting(taken, entry.kind(), tell.acknowledgement(entry), now));
    }
    return taken;
  }

  /** The journal answers from the beginning again when another policy came in force here. */
  private long taken() {
    long followed = journal.followed(peer);
    if (!waiting.isEmpty() && waiting.getFirst().number() > followed + 1) {
      waiting.clear();
    }
    return waiting.isEmpty() ? followed : waiting.getLast().number();
  }

  private void sayChange(Tell tell) {
    boolean same =
        last.isPresent()
            && last.get().rosterVersion() == tell.rosterVersion()
            && last.get().roster().equals(tell.roster())
            && last.get().generation() == tell.generation()
            && last.get().policy().equals(tell.policy());
    if (!same) {
      LOG.info(
          "{} holds roster {}, generation {}, policy {}",
          peer,
          tell.rosterVersion(),
          tell.generation(),
          tell.policy().map(Tell.PolicyHash::toString).orElse("none"));
    }
  }

  /** Number of the policy that the peer says it holds; 0 before it said so. */
  synchronized long policy() {
    return last.flatMap(Tell::policy).map(Tell.PolicyHash::number).orElse(0L);
  }

  /** The registration that is to be looked at next. */
  synchronized Optional<Waiting> next() {
    long _ = taken();
    return Optional.ofNullable(waiting.peekFirst());
  }

  /** It was looked at. */
  synchronized void done(Waiting looked) {
    if (looked.equals(waiting.peekFirst())) {
      waiting.removeFirst();
      journal.advance(peer, looked.number());
    }
  }
}
