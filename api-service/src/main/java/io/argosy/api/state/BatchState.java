package io.argosy.api.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a batch stands. Stored once, in the table batch. */
public enum BatchState {
  /** Received and complete; its rows do not change any more. */
  DRAFT,
  /** Rows are held against limits and lists. */
  SCREENING,
  /** Frozen and signed by its maker; two approvers are missing yet. */
  AWAITING_APPROVAL,
  /** Approved; custody is taking it in. */
  REGISTERING,
  /** Custody acknowledged it; money may leave. */
  EXECUTING,
  /** People stopped it; what was signed stays live until its deadline. */
  PAUSED,
  /** Every payout is final and paid. */
  COMPLETED,
  /** Every payout is final, and some were not paid. */
  PARTIALLY_COMPLETED,
  /** Screening or an approver refused it before anything was signed. */
  REJECTED,
  /** Its maker withdrew it, or all of it is void on chain. */
  CANCELLED,
  /** Its statement expired before anything was paid. */
  EXPIRED;

  /** Every move that a batch may make. */
  public static final Moves<BatchState> MOVES = new Moves<>(table());

  private static Map<BatchState, Set<BatchState>> table() {
    var moves = new EnumMap<BatchState, Set<BatchState>>(BatchState.class);
    moves.put(DRAFT, EnumSet.of(SCREENING, CANCELLED));
    moves.put(SCREENING, EnumSet.of(AWAITING_APPROVAL, REJECTED, CANCELLED));
    // It may have been executing before, and what was signed then may complete it.
    moves.put(
        AWAITING_APPROVAL,
        EnumSet.of(REGISTERING, COMPLETED, PARTIALLY_COMPLETED, REJECTED, CANCELLED, EXPIRED));
    // Back to approval where the policy or the journals' generation changed in between.
    moves.put(
        REGISTERING,
        EnumSet.of(EXECUTING, AWAITING_APPROVAL, COMPLETED, PARTIALLY_COMPLETED, EXPIRED));
    moves.put(
        EXECUTING,
        EnumSet.of(PAUSED, AWAITING_APPROVAL, COMPLETED, PARTIALLY_COMPLETED, CANCELLED, EXPIRED));
    moves.put(PAUSED, EnumSet.of(EXECUTING, PARTIALLY_COMPLETED, COMPLETED, CANCELLED, EXPIRED));
    return moves;
  }
}
