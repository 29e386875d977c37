package io.argosy.reconcile.balance;

import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import io.argosy.reconcile.finding.Breaks;
import io.argosy.reconcile.finding.Origin;
import io.argosy.reconcile.match.Claim;
import io.argosy.reconcile.match.LeafRef;
import io.argosy.reconcile.match.SignedLeaf;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Judges each window of final blocks once, in order, by what daemons told up to now. A statement is
 * registered before it is signed, so registrations that are read after the chain hold every one
 * that the chain can show. Confined to one thread.
 */
public final class Judging {
  private final Jdbi db;
  private final Roster roster;
  private final Duration patience;
  private final Clock clock;

  /**
   * Makes the step.
   *
   * @param patience how long a window waits for daemons that do not answer; what cannot be checked
   *     after that is refused, so it counts as unsigned
   */
  public Judging(Jdbi db, Roster roster, Duration patience, Clock clock) {
    this.db = db;
    this.roster = roster;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Judges what can be judged; answers why a window waits, if one does.
   *
   * @param silent daemons that could not be read to the end in this run
   */
  public Optional<String> run(Set<DaemonId> silent) {
    var names = silent.stream().map(DaemonId::text).collect(Collectors.toCollection(TreeSet::new));
    var open = db.inTransaction(WindowDao::open);
    var paid = new HashSet<>(open.paidBefore());
    for (Window window : open.windows()) {
      var undecided = undecided(window, open.tellers(), names);
      boolean waits = !undecided.isEmpty() && isYoung(window);
      var judgement = Judgement.of(window, signed(open, waits ? undecided : Set.of()), paid);
      if (waits) {
        keepCertain(window, judgement, undecided, open);
        return Optional.of(
            "block "
                + window.to()
                + " waits: too few daemons told of "
                + undecided.iterator().next());
      }
      keep(window, judgement);
      judgement.payments().forEach(each -> paid.add(each.claim().leaf()));
    }
    return Optional.empty();
  }

  private boolean isYoung(Window window) {
    return clock.instant().isBefore(window.seenAt().plus(patience));
  }

  private Set<Digest32> undecided(
      Window window, Map<Digest32, Set<String>> tellers, Set<String> silent) {
    return window.claims().stream()
        .map(claim -> claim.leaf().statement())
        .filter(
            statement ->
                Standing.of(roster.threshold(), tellers.getOrDefault(statement, Set.of()), silent)
                    == Standing.UNDECIDED)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<LeafRef, SignedLeaf> signed(WindowDao.Open open, Set<Digest32> alsoThese) {
    var signed = new HashMap<LeafRef, SignedLeaf>();
    open.leaves()
        .forEach(
            leaf -> {
              Digest32 statement = leaf.leaf().statement();
              int tellers = open.tellers().getOrDefault(statement, Set.of()).size();
              if (tellers >= roster.threshold() || alsoThese.contains(statement)) {
                signed.put(leaf.leaf(), leaf);
              }
            });
    return signed;
  }

  /** While a window waits, money that no possible statement explains is told at once. */
  private void keepCertain(
      Window window, Judgement hopeful, Set<Digest32> undecided, WindowDao.Open open) {
    boolean leavesKnown =
        window.claims().stream()
            .map(Claim::leaf)
            .map(LeafRef::statement)
            .filter(undecided::contains)
            .allMatch(open.tellers()::containsKey);
    if (leavesKnown) {
      Instant now = clock.instant();
      var theft = hopeful.breaks().stream().filter(Judging::isOutflow).toList();
      db.useTransaction(tx -> Breaks.keep(tx, Origin.JUDGED, theft, now));
    }
  }

  private static boolean isOutflow(Break found) {
    return found.breakClass() == BreakClass.UNKNOWN_OUTFLOW;
  }

  private void keep(Window window, Judgement judgement) {
    Instant now = clock.instant();
    db.useTransaction(
        tx -> {
          JudgedDao.storePayments(tx, judgement.payments());
          Breaks.keep(tx, Origin.JUDGED, List.copyOf(judgement.breaks()), now);
          JudgedDao.judged(tx, window.to());
        });
  }
}
