package io.argosy.api.state;

import io.argosy.model.BatchId;
import io.argosy.model.ExternalId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Appends to the one event table, in the transaction of what happened. Thread-safe. */
public final class Events {
  private final Clock clock;

  public Events(Clock clock) {
    this.clock = clock;
  }

  /**
   * Something happened.
   *
   * @param payout empty where the whole batch is meant
   * @param kind a word such as BATCH_EXECUTING
   * @param detail a sentence for people; no secret, no raw remote text
   */
  public void append(
      Handle tx, BatchId batch, Optional<ExternalId> payout, String kind, String detail) {
    tx.createUpdate(
            """
            INSERT INTO event (batch_id, external_id, kind, detail, happened_at)
            VALUES (:batch, :payout, :kind, :detail, :now)""")
        .bind("batch", batch.text())
        .bind("payout", payout.map(ExternalId::text).orElse(null))
        .bind("kind", kind)
        .bind("detail", detail)
        .bind("now", clock.instant())
        .execute();
  }

  /** The same happened to many payouts of one batch, each with its own detail. */
  public void appendAll(
      Handle tx, BatchId batch, String kind, List<String> payouts, List<String> details) {
    tx.createUpdate(
            """
            INSERT INTO event (batch_id, external_id, kind, detail, happened_at)
            SELECT :batch, payout, :kind, detail, :now
              FROM unnest(:payouts, :details) AS e (payout, detail)""")
        .bind("batch", batch.text())
        .bind("kind", kind)
        .bind("payouts", payouts.toArray(String[]::new))
        .bind("details", details.toArray(String[]::new))
        .bind("now", now())
        .execute();
  }

  Instant now() {
    return clock.instant();
  }
}
