package io.argosy.api.state;

import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** A batch as it stands in the table, for the stages that take it up. */
public record BatchRow(
    BatchId id, ClientId client, KeyId maker, BatchState state, Instant since, String waitsFor) {
  private static final String COLUMNS =
      "SELECT batch_id, client, maker_key_id, state, state_since, waits_for FROM batch ";

  /** All batches in a state, oldest first. */
  public static List<BatchRow> in(Handle handle, BatchState state) {
    return handle
        .createQuery(COLUMNS + "WHERE state = :state ORDER BY created_at, batch_id")
        .bind("state", state)
        .map(BatchRow::read)
        .list();
  }

  /** Holds a batch until the caller's transaction ends, so that nobody else moves it. */
  public static Optional<BatchRow> locked(Handle tx, BatchId batch) {
    return tx.createQuery(COLUMNS + "WHERE batch_id = :batch FOR UPDATE")
        .bind("batch", batch.text())
        .map(BatchRow::read)
        .findOne();
  }

  /** Whether custody was ever asked to register the batch; then only the chain can end it. */
  public static boolean knownToCustody(Handle handle, BatchId batch) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM event
                            WHERE batch_id = :batch AND kind = 'BATCH_REGISTERING')""")
        .bind("batch", batch.text())
        .mapTo(Boolean.class)
        .one();
  }

  private static BatchRow read(RowView row) {
    return new BatchRow(
        new BatchId(row.getColumn("batch_id", String.class)),
        new ClientId(row.getColumn("client", String.class)),
        new KeyId(row.getColumn("maker_key_id", String.class)),
        BatchState.valueOf(row.getColumn("state", String.class)),
        row.getColumn("state_since", Instant.class),
        row.getColumn("waits_for", String.class));
  }

  /** Says why the batch does not move, where that is news; empty when nothing holds it up. */
  public static void waitsFor(Handle handle, BatchId batch, String why) {
    int _ =
        handle
            .createUpdate(
                """
                UPDATE batch SET waits_for = :why
                 WHERE batch_id = :batch AND waits_for <> :why""")
            .bind("batch", batch.text())
            .bind("why", why)
            .execute();
  }
}
