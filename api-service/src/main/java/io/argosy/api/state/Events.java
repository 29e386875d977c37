package io.argosy.api.state;

import io.argosy.model.BatchId;
import io.argosy.model.ExternalId;
import java.time.Clock;
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
}
