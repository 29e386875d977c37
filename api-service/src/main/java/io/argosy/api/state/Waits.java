package io.argosy.api.state;

import io.argosy.model.BatchId;
import java.time.Clock;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** Says why nothing moves: the newest word of the stage that waits. Thread-safe. */
public final class Waits {
  private final Clock clock;

  public Waits(Clock clock) {
    this.clock = clock;
  }

  /**
   * A stage cannot go on with a batch now.
   *
   * @param reason a word such as FUNDS_SHORT, of the catalogue where it has one
   * @param detail a sentence for people; no secret
   */
  public void say(Handle tx, BatchId batch, String stage, String reason, String detail) {
    int _ =
        tx.createUpdate(
                """
                INSERT INTO batch_wait (batch_id, stage, reason, detail, since)
                VALUES (:batch, :stage, :reason, :detail, :now)
                    ON CONFLICT (batch_id) DO UPDATE
                   SET stage = excluded.stage, reason = excluded.reason,
                       detail = excluded.detail, since = excluded.since
                 WHERE (batch_wait.stage, batch_wait.reason, batch_wait.detail)
                       IS DISTINCT FROM (excluded.stage, excluded.reason, excluded.detail)""")
            .bind("batch", batch.text())
            .bind("stage", stage)
            .bind("reason", reason)
            .bind("detail", detail)
            .bind("now", clock.instant())
            .execute();
  }

  /** The stage goes on with these batches. */
  public void end(Handle tx, Collection<BatchId> batches, String stage) {
    int _ =
        tx.createUpdate("DELETE FROM batch_wait WHERE batch_id = ANY(:batches) AND stage = :stage")
            .bind("batches", batches.stream().map(BatchId::text).toArray(String[]::new))
            .bind("stage", stage)
            .execute();
  }
}
