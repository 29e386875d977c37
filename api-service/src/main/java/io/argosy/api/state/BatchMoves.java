package io.argosy.api.state;

import io.argosy.model.BatchId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The one door through which a batch changes its state. Thread-safe. */
public final class BatchMoves {
  private final Events events;

  public BatchMoves(Events events) {
    this.events = events;
  }

  /**
   * Moves a batch, and tells it, in the caller's transaction.
   *
   * @throws IllegalStateException when the machine has no such move, or the batch stands elsewhere
   */
  public void advance(Handle tx, BatchId batch, BatchState from, BatchState to, String why) {
    BatchState.MOVES.require(from, to);
    int moved =
        tx.createUpdate(
                """
                UPDATE batch
                   SET state = :to, state_since = :now, waits_for = ''
                 WHERE batch_id = :batch AND state = :from""")
            .bind("batch", batch.text())
            .bind("from", from)
            .bind("to", to)
            .bind("now", events.now())
            .execute();
    if (moved != 1) {
      throw new IllegalStateException(batch + " does not stand at " + from);
    }
    events.append(tx, batch, Optional.empty(), "BATCH_" + to, why);
  }
}
