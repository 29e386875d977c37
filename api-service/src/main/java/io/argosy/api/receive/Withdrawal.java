package io.argosy.api.receive;

import io.argosy.api.state.BatchMoves;
import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.model.BatchId;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Withdraws a batch that custody was never asked to register. One that was, even if it waits for
 * approval again, can be paid by what was signed for it, and only a void statement withdraws it.
 */
public final class Withdrawal {
  private final Jdbi db;
  private final BatchMoves moves;

  /** What became of a withdrawal. */
  public sealed interface Answer {
    /** The batch is withdrawn, now or before. */
    record Withdrawn() implements Answer {}

    /** There is no such batch. */
    record NoBatch() implements Answer {}

    /** It cannot be withdrawn any more. */
    record TooLate(String why) implements Answer {}
  }

  public Withdrawal(Jdbi db, Clock clock) {
    this.db = db;
    this.moves = new BatchMoves(new Events(clock));
  }

  /** Withdraws; the same again changes nothing. */
  public Answer withdraw(BatchId batch, String why) {
    return db.inTransaction(tx -> withdraw(tx, batch, why));
  }

  private Answer withdraw(Handle tx, BatchId batch, String why) {
    var row = BatchRow.locked(tx, batch);
    if (row.isEmpty()) {
      return new Answer.NoBatch();
    }
    var state = row.get().state();
    if (state == BatchState.CANCELLED) {
      return new Answer.Withdrawn();
    }
    boolean open =
        state == BatchState.DRAFT
            || state == BatchState.SCREENING
            || state == BatchState.AWAITING_APPROVAL;
    if (!open) {
      return new Answer.TooLate("the batch is " + state);
    }
    if (BatchRow.knownToCustody(tx, batch)) {
      return new Answer.TooLate("custody knows the batch; approve a statement that voids it");
    }
    moves.advance(tx, batch, state, BatchState.CANCELLED, why);
    return new Answer.Withdrawn();
  }
}
