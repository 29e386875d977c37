package io.argosy.custody.tell;

import io.argosy.custody.session.TellClient;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Conflict;
import io.argosy.custodycore.ConflictJournal;
import io.argosy.custodycore.Hearing;
import io.argosy.custodycore.Tell;
import io.argosy.model.DaemonId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what one peer registered: a pay statement that this daemon was not given within a while
 * is read from the peer, with what people signed. Confined to the peer's thread.
 */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  /** So long the application zone has to register it here, too. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** A peer that claims what it cannot show keeps this daemon busy no more than that. */
  private static final Duration AFTER_A_CLAIM = Duration.ofSeconds(1);

  private final DaemonId peer;
  private final Listening listening;
  private final Hearing hearing;
  private final ConflictJournal journal;
  private final TellClient client;
  private long notBefore = System.nanoTime();

  Reading(
      DaemonId peer,
      Listening listening,
      Hearing hearing,
      ConflictJournal journal,
      TellClient client) {
    this.peer = peer;
    this.listening = listening;
    this.hearing = hearing;
    this.journal = journal;
    this.client = client;
  }

  private enum Looked {
    DONE,
    LATER
  }

  /** Looks at what waits, until one has to wait longer. */
  void look() {
    while (!Thread.currentThread().isInterrupted()) {
      var next = listening.next();
      if (next.isEmpty() || looked(next.get()) == Looked.LATER) {
        return;
      }
      listening.done(next.get());
    }
  }

  private Looked looked(Listening.Waiting waiting) {
    var statement = waiting.said().acknowledgement().statement();
    if (waiting.kind() != Tell.Kind.PAY || journal.knows(statement)) {
      return Looked.DONE;
    }
    long now = System.nanoTime();
    if (now - waiting.heard() < GRACE.toNanos() || now - notBefore < 0) {
      return Looked.LATER;
    }
    return switch (client.read(statement)) {
      case TellClient.Read.NotNow _ -> Looked.LATER;
      case TellClient.Read.Never(var reason) -> unsupported(waiting, reason);
      case TellClient.Read.Whole(var text, var leaves, var signatures) ->
          switch (hearing.statement(waiting.said(), text, leaves, signatures)) {
            case Answer.Granted<List<Conflict>>(var conflicts) -> {
              LOG.info("{} registered {}, which was not given here", peer, statement);
              conflicts.stream().limit(20).forEach(each -> LOG.error("CONFLICT: {}", each));
              yield Looked.DONE;
            }
            case Answer.Refused<List<Conflict>>(var why, var _) -> unsupported(waiting, why.name());
          };
    };
  }

  /** Counts for nothing. */
  private Looked unsupported(Listening.Waiting waiting, String why) {
    notBefore = System.nanoTime() + AFTER_A_CLAIM.toNanos();
    if (listening.claimIsLogged()) {
      LOG.warn(
          "{} cannot show that people signed {}, which it claims to have registered: {}",
          peer,
          waiting.said().acknowledgement().statement(),
          why);
    }
    return Looked.DONE;
  }
}
