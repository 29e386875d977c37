package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.TakeoverJournal.Takeover;
import io.argosy.model.DaemonId;
import io.argosy.model.PersonSignature;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A daemon that brought no share into an epoch takes over what those who held the key agreed to,
 * page by page, each signed by one of them. Whatever one of them says, it makes this daemon refuse
 * more, never less: all is added up, and so many of them must have shown all before the share is
 * used that an honest one is among them. Thread-safe.
 */
public final class Takeovers {
  /** Pages of one daemon; some five million external ids. */
  static final int MOST_PAGES = 40_000;

  private final Rosters rosters;
  private final DaemonId self;
  private final Journal journal;
  private final Gate gate;
  private final Clock clock;

  /**
   * @param gate decides by the same journal; nothing is kept while it decides
   */
  public Takeovers(Rosters rosters, DaemonId self, Journal journal, Gate gate, Clock clock) {
    this.rosters = rosters;
    this.self = self;
    this.journal = journal;
    this.gate = gate;
    this.clock = clock;
  }

  private Roster version(int number) {
    return rosters.since(number).getFirst();
  }

  /**
   * One page of what this daemon agreed to until an epoch came into force, before its signature. A
   * daemon that has itself yet to take over what came before that epoch has nothing to show.
   *
   * @param key in an epoch that is in force here, or one before that
   * @param to number of the version that the epoch is said to stand in
   */
  public Answer<Said> page(KeyEpoch key, int to, Place from) {
    return answer(
        now -> {
          unless(
              to >= 0 && to <= rosters.inForce().version() && CheckpointJournal.exists(from),
              Why.REQUEST_INVALID,
              "no such version of the roster, or no such place");
          var before = journal.takeovers().open(new KeyEpoch(key.key(), key.epoch() - 1));
          unless(
              before.isEmpty(),
              Why.DEPENDENCY_DOWN,
              self + " has yet to take over what was before");
          var policy = journal.tells().highest();
          var page = journal.checkpoints().page(from);
          var checkpoint =
              new Checkpoint(
                  rosters.genesis(),
                  self,
                  key.key(),
                  key.epoch(),
                  Checkpoint.Version.of(version(to)),
                  journal.generation(),
                  policy.map(each -> Tell.PolicyHash.of(Policy.decode(each.text()))),
                  from,
                  page.next(),
                  page.entries());
          return new Said(checkpoint, policy.filter(_ -> from.equals(Place.START)));
        });
  }

  /**
   * A page before its signature.
   *
   * @param policy that it names, for the first page
   */
  public record Said(Checkpoint page, Optional<Policy.Signed> policy) {}

  /** What comes of a page. */
  public enum Taken {
    /** There is more to ask that daemon for. */
    MORE,
    /** It showed all, and others have yet to. */
    WHOLE,
    /** The key signs here now. */
    SETTLED
  }

  /** Takes the next page of a daemon that held the key; one that does not hold counts nothing. */
  public Answer<Taken> take(Takeover takeover, DaemonId from, Checkpoint.Signed said) {
    return answer(
        now -> {
          var before = version(takeover.from());
          unless(
              !from.equals(self) && before.daemon(from).isPresent(),
              Why.REQUEST_INVALID,
              from + " did not hold the key");
          // Officers may have replaced its identity key since, and then believe the old one no
          // more.
          unless(
              rosters.daemon(from).orElseThrow().identity().verifies(said.text(), said.signature()),
              Why.SIGNATURE_INVALID,
              "the checkpoint of " + from);
          var page = Checkpoint.decode(said.text());
          about(page, takeover, from);
          var shown = journal.takeovers().shown(takeover.key(), from);
          unless(
              shown.generation().isEmpty() && page.from().equals(shown.next()),
              Why.REQUEST_INVALID,
              "another page than was asked for");
          unless(
              shown.pages() < MOST_PAGES,
              Why.REQUEST_INVALID,
              from + " shows more than " + MOST_PAGES + " pages");
          for (var entry : page.entries()) {
            check(entry, now);
          }
          var policy = policy(page, said);
          synchronized (gate) {
            if (policy.isPresent()) {
              var _ =
                  journal.tells().hear(policy.get().policy(), policy.get().officers(), from, now);
            }
            journal.takeovers().keep(page, now);
            return page.next().isPresent() ? Taken.MORE : whole(takeover, before);
          }
        });
  }

  private void about(Checkpoint page, Takeover takeover, DaemonId from) throws Denial {
    unless(page.genesis().equals(rosters.genesis()), Why.GENESIS_OTHER, "the checkpoint's genesis");
    unless(page.daemon().equals(from), Why.REQUEST_INVALID, "the checkpoint is another's");
    unless(
        new KeyEpoch(page.key(), page.epoch()).equals(takeover.key())
            && page.to().equals(Checkpoint.Version.of(version(takeover.to()))),
        Why.REQUEST_INVALID,
        "the checkpoint is of another key, epoch or roster");
  }

  /** A daemon that lies about days to come would stop more than today and tomorrow. */
  private void check(CheckpointEntry entry, Instant now) throws Denial {
    switch (entry) {
      case CheckpointEntry.Usage usage ->
          unless(
              !usage.day().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1)),
              Why.REQUEST_INVALID,
              "usage of " + usage.day());
      case CheckpointEntry.Freeze(var signed) ->
          unless(isSigned(signed), Why.ORDER_INVALID, "the signature of " + signed.signer());
      case CheckpointEntry.Delegation _, CheckpointEntry.Refill _, CheckpointEntry.Id _ -> {}
    }
  }

  /** A freeze stands, whoever is listed now, until officers of now thaw it. */
  private boolean isSigned(FreezeOrder.Signed signed) {
    var order = signed.order();
    return order.act() == FreezeOrder.Act.FREEZE
        && order.genesis().equals(rosters.genesis())
        && rosters.since(0).stream()
            .flatMap(roster -> freezers(roster, signed))
            .anyMatch(key -> key.verifies(order.encoded(), signed.signature()));
  }

  private static Stream<PublicKeyText> freezers(Roster roster, FreezeOrder.Signed signed) {
    var watchers =
        roster.watchers().stream()
            .filter(each -> each.key().equals(signed.signer()))
            .map(Roster.Watcher::publicKey);
    var officers =
        roster.officers().stream()
            .filter(each -> each.key().equals(signed.signer()))
            .map(Roster.Officer::publicKey);
    return Stream.concat(watchers, officers);
  }

  private record Shown(Policy policy, List<PersonSignature> officers) {}

  /**
   * The policy that a page names must be shown with it; officers of any version may have signed.
   */
  private Optional<Shown> policy(Checkpoint page, Checkpoint.Signed said) throws Denial {
    if (page.policy().isEmpty() || !page.from().equals(Place.START)) {
      return Optional.empty();
    }
    var shown =
        said.policy().orElseThrow(() -> new Denial(Why.REQUEST_INVALID, "the policy is not shown"));
    var policy = Policy.decode(shown.text());
    unless(
        Tell.PolicyHash.of(policy).equals(page.policy().get())
            && policy.genesis().equals(rosters.genesis()),
        Why.REQUEST_INVALID,
        "another policy is shown than the checkpoint names");
    for (var roster : rosters.since(0)) {
      if (isSigned(policy, shown, roster)) {
        return Optional.of(new Shown(policy, shown.officers()));
      }
    }
    throw new Denial(Why.ORDER_INVALID, "no officers' quorum signed policy " + policy.number());
  }

  private boolean isSigned(Policy policy, Policy.Signed shown, Roster by) {
    long generation = shown.officers().isEmpty() ? 0 : shown.officers().getFirst().generation();
    try {
      Officers.require(by, rosters.genesis(), generation, policy.hash(), shown.officers());
      return true;
    } catch (Denial _) {
      return false;
    }
  }

  /** A generation counts once t daemons say the same, so that none raises it alone. */
  private Taken whole(Takeover takeover, Roster before) {
    var said = journal.takeovers().whole(takeover.key());
    for (long generation : said.values()) {
      boolean agreed = Collections.frequency(said.values(), generation) >= before.threshold();
      if (agreed && said.size() >= before.checkpoints()) {
        journal.takeovers().settle(takeover.key(), generation);
        return Taken.SETTLED;
      }
    }
    if (journal.takeovers().missing(takeover, before, self).isEmpty()) {
      journal.takeovers().again(takeover.key());
    }
    return Taken.WHOLE;
  }

  private <T> Answer<T> answer(Checks<T> checks) {
    return checks.answer(journal, clock.instant(), Why.REQUEST_INVALID);
  }
}
