package io.argosy.api.tell;

import static java.util.stream.Collectors.groupingBy;

import io.argosy.api.state.BatchState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private static List<BatchView> views(Handle handle, List<BatchReads.Row> rows) {
    var reads = handle.attach(BatchReads.class);
    var ids = rows.stream().map(BatchReads.Row::batchId).toArray(String[]::new);
    var counts = reads.counts(ids).stream().collect(groupingBy(BatchReads.Count::batchId));
    var acknowledged =
        reads.acknowledged(ids).stream().collect(groupingBy(BatchReads.Acknowledged::batchId));
    return rows.stream()
        .map(
            row ->
                new BatchView(
                    row,
                    counts.getOrDefault(row.batchId(), List.of()),
                    acknowledged.getOrDefault(row.batchId(), List.of()).stream()
                        .map(BatchReads.Acknowledged::daemonId)
                        .toList()))
        .toList();
  }
}
