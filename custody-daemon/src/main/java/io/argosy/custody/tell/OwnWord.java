package io.argosy.custody.tell;

import io.argosy.custody.session.IdentityKey;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.Tell;
import io.argosy.custodycore.TellJournal.Registered;
import io.argosy.model.DaemonId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What this daemon says of itself, from its journal. Thread-safe. */
public final class OwnWord {
  private final Rosters rosters;
  private final DaemonId self;
  private final Journal journal;
  private final IdentityKey identity;
  private final Clock clock;
  private Instant lastSaid = Instant.EPOCH;

  public OwnWord(
      Rosters rosters, DaemonId self, Journal journal, IdentityKey identity, Clock clock) {
    this.rosters = rosters;
    this.self = self;
    this.journal = journal;
    this.identity = identity;
    this.clock = clock;
  }

  /** Says how it is, and the registrations after a number, as many as one tell holds. */
  Tell.Signed say(long after) {
    var roster = rosters.inForce();
    long last = journal.tells().last();
    long from = Math.min(after, last);
    var next = journal.tells().registered(from).stream().map(this::acknowledged).toList();
    var tell =
        new Tell(
            rosters.genesis(),
            self,
            time(),
            roster.version(),
            roster.hash(),
            journal.generation(),
            journal.policy().map(Tell.PolicyHash::of),
            Math.max(last, from + next.size()),
            from,
            next);
    byte[] text = tell.encoded();
    return new Tell.Signed(text, identity.sign(text));
  }

  private Tell.Entry acknowledged(Registered each) {
    var said =
        new Acknowledgement(
            rosters.genesis(), self, each.generation(), each.policy(), each.statement());
    return new Tell.Entry(
        each.kind(),
        each.statement(),
        each.generation(),
        each.policy(),
        identity.sign(said.encoded()));
  }

  /** Later than the time said before, also where the clock stands still or goes back. */
  private synchronized Instant time() {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    lastSaid = now.isAfter(lastSaid) ? now : lastSaid.plusMillis(1);
    return lastSaid;
  }
}
