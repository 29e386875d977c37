package io.argosy.api.tell;

import java.util.List;

/** A batch with all that is told of it. */
public record BatchView(
    BatchReads.Row row,
    List<BatchReads.Count> counts,
    List<BatchReads.Acknowledged> acknowledged,
    List<BatchReads.Refused> refused,
    List<BatchReads.Sessions> sessions,
    List<BatchReads.Gas> gas) {
  public BatchView {
    counts = List.copyOf(counts);
    acknowledged = List.copyOf(acknowledged);
    refused = List.copyOf(refused);
    sessions = List.copyOf(sessions);
    gas = List.copyOf(gas);
  }

  public String id() {
    return row.batchId();
  }
}
