package io.argosy.custody.tell;

import io.argosy.custody.session.TellClient;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.TellJournal;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one peer: when something is new here, when it is back, and now and then. Confined to the
 * peer's thread.
 */
final class Saying {
  private static final Logger LOG = LoggerFactory.getLogger(Saying.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);
  private static final int MOST_IN_A_ROW = 8;
  private final DaemonId peer;
  private final OwnWord own;
  private final TellJournal journal;
  private final TellClient client;
  private String told = "";
  private Optional<Digest32> shown = Optional.empty();
  private long after;
  private long next;

  Saying(DaemonId peer, OwnWord own, TellJournal journal, TellClient client) {
    this.peer = peer;
    this.own = own;
    this.journal = journal;
    this.client = client;
    this.next = System.nanoTime();
  }

  /** It is away: when it is back it may have forgotten what it was told. */
  void away() {
    shown = Optional.empty();
    next = System.nanoTime();
  }

  /** Tells what is new, if anything is. */
  void look() {
    String state = journal.state();
    boolean due = System.nanoTime() - next >= 0;
    if (!due && (told.isEmpty() || state.equals(told))) {
      return;
    }
    for (int i = 0; i < MOST_IN_A_ROW; i++) {
      switch (once()) {
        case TellClient.Told.Taken(long taken) -> {
          long before = after;
          after = taken;
          if (taken >= journal.last()) {
            told = state;
            next = System.nanoTime() + INTERVAL.toNanos();
            return;
          }
          if (taken <= before && i > 0) {
            return;
          }
        }
        case TellClient.Told.NotNow _ -> {
          return;
        }
        case TellClient.Told.Never(var reason) -> {
          LOG.warn("{} does not hear what this daemon tells: {}", peer, reason);
          told = "";
          next = System.nanoTime() + AFTER_REFUSAL.toNanos();
          return;
        }
      }
    }
  }

  private TellClient.Told once() {
    var policy = journal.highest();
    var hash = policy.map(Policy.Signed::text).map(Digest32::sha256);
    var answer = client.tell(own.say(after), hash.equals(shown) ? Optional.empty() : policy);
    if (answer instanceof TellClient.Told.Taken) {
      shown = hash;
    }
    return answer;
  }
}
