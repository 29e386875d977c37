package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.PersonSignature;
import java.util.List;

/** Whether a roster is the next version of a chain, in the order in which it is checked. */
final class RosterChecks {
  private final Rosters rosters;
  private final long generation;

  RosterChecks(Rosters rosters, long generation) {
    this.rosters = rosters;
    this.generation = generation;
  }

  /**
   * @param oldest version that a key here stands in
   */
  void next(Roster next, List<PersonSignature> officers, int oldest) throws Denial {
    var before = rosters.inForce();
    unless(
        next.version() == before.version() + 1,
        Why.ORDER_INVALID,
        "version " + before.version() + " is in force, so " + next.version() + " is not the next");
    unless(
        next.previous().equals(before.hash()),
        before.version() == 0 ? Why.GENESIS_OTHER : Why.ORDER_INVALID,
        "it follows another version than " + before.hash());
    unless(
        next.deployment().equals(before.deployment()),
        Why.GENESIS_OTHER,
        "it is of " + next.deployment());
    for (var earlier : rosters.since(oldest)) {
      places(next, earlier);
    }
    Officers.require(before, rosters.genesis(), generation, next.hash(), officers);
  }

  /** A place in a sharing is one daemon's as long as a key stands in a version that says so. */
  private static void places(Roster next, Roster earlier) throws Denial {
    for (var daemon : earlier.daemons()) {
      var successor = next.daemon(daemon.index());
      unless(
          successor.isEmpty() || successor.get().id().equals(daemon.id()),
          Why.ORDER_INVALID,
          "index " + daemon.index() + " is " + daemon.id() + "'s");
      var same = next.daemon(daemon.id());
      unless(
          same.isEmpty() || same.get().index() == daemon.index(),
          Why.ORDER_INVALID,
          daemon.id() + " has index " + daemon.index());
    }
  }
}
