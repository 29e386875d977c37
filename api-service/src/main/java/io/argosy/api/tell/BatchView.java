package io.argosy.api.tell;

import java.util.List;

/** A batch with all that is told of it. */
public record BatchView(
    BatchReads.Row row, List<BatchReads.Count> counts, List<String> acknowledgedBy) {
  public BatchView {
    counts = List.copyOf(counts);
    acknowledgedBy = List.copyOf(acknowledgedBy);
  }

  public String id() {
    return row.batchId();
  }
}
