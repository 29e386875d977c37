package io.argosy.api.tell;

import static java.util.stream.Collectors.groupingBy;

import io.argosy.api.state.BatchState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads batches for callers. Thread-safe. */
public final class Batches {
  private final Jdbi db;

  /**
   * A page of batches.
   *
   * @param next for the page after it; empty after the last
   */
  public record Page(List<BatchView> batches, Optional<PageToken> next) {
    public Page {
      batches = List.copyOf(batches);
    }
  }

  public Batches(Jdbi db) {
    this.db = db;
  }

  /** A batch that the caller may see. */
  public Optional<BatchView> one(Viewer viewer, String batch) {
    return db.withHandle(
        handle ->
            views(handle, handle.attach(BatchReads.class).one(batch, viewer.only())).stream()
                .findFirst());
  }

  /**
   * The next page, newest first.
   *
   * @param states empty for all
   */
  public Page page(Viewer viewer, Set<BatchState> states, Optional<PageToken> after, int most) {
    return db.withHandle(
        handle -> {
          var rows =
              handle
                  .attach(BatchReads.class)
                  .page(
                      viewer.only(),
                      states.stream().map(BatchState::name).toArray(String[]::new),
                      after.map(PageToken::time).orElse(null),
                      after.map(PageToken::id).orElse(null),
                      most + 1);
          var shown = rows.subList(0, Math.min(most, rows.size()));
          var next =
              rows.size() > most
                  ? Optional.of(
                      new PageToken(shown.getLast().createdAt(), shown.getLast().batchId()))
                  : Optional.<PageToken>empty();
          return new Page(views(handle, shown), next);
        });
  }

  /** One query a kind, whatever the number of batches. */
  private static List<BatchView> views(Handle handle, List<BatchReads.Row> rows) {
    var reads = handle.attach(BatchReads.class);
    var ids = rows.stream().map(BatchReads.Row::batchId).toArray(String[]::new);
    var counts = byBatch(reads.counts(ids), BatchReads.Count::batchId);
    var acknowledged = byBatch(reads.acknowledged(ids), BatchReads.Acknowledged::batchId);
    var refused = byBatch(reads.refused(ids), BatchReads.Refused::batchId);
    var sessions = byBatch(reads.sessions(ids), BatchReads.Sessions::batchId);
    var gas = byBatch(reads.gas(ids), BatchReads.Gas::batchId);
    return rows.stream()
        .map(
            row ->
                new BatchView(
                    row,
                    counts.apply(row.batchId()),
                    acknowledged.apply(row.batchId()),
                    refused.apply(row.batchId()),
                    sessions.apply(row.batchId()),
                    gas.apply(row.batchId())))
        .toList();
  }

  private static <T> Function<String, List<T>> byBatch(List<T> all, Function<T, String> batch) {
    var grouped = all.stream().collect(groupingBy(batch));
    return id -> grouped.getOrDefault(id, List.of());
  }
}
