package io.argosy.api.state;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Where a lane's refill stands. Stored once, in the table refill. */
public enum RefillState {
  /** Its amount is held; nobody was asked to sign it yet, or nobody did. */
  PLANNED,
  /** Custody signed it: from now on anybody may submit it until its day's end. */
  SIGNED,
  /** A final block paid it. */
  FINAL,
  /** Its day is over in a final block, and it was not paid. */
  SUPERSEDED;

  /** Every move that a refill may make. */
  public static final Moves<RefillState> MOVES = new Moves<>(table());

  private static Map<RefillState, Set<RefillState>> table() {
    var moves = new EnumMap<RefillState, Set<RefillState>>(RefillState.class);
    // Final out of turn: somebody else had the same leaf signed, and submitted it.
    moves.put(PLANNED, EnumSet.of(SIGNED, FINAL, SUPERSEDED));
    moves.put(SIGNED, EnumSet.of(FINAL, SUPERSEDED));
    return moves;
  }

  /** Moves all of them or none, in the caller's transaction. */
  public static void advance(
      Handle tx, Collection<Long> refills, RefillState from, RefillState to) {
    MOVES.require(from, to);
    if (refills.isEmpty()) {
      return;
    }
    int moved =
        tx.createUpdate(
                "UPDATE refill SET state = :to WHERE refill_id = ANY(:refills) AND state = :from")
            .bind("refills", refills.toArray(Long[]::new))
            .bind("from", from)
            .bind("to", to)
            .execute();
    if (moved != refills.size()) {
      throw new IllegalStateException(
          moved + " of " + refills.size() + " refills stand at " + from + ": " + refills);
    }
  }
}
