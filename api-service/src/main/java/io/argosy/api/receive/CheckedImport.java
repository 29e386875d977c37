package io.argosy.api.receive;

import java.util.List;

/** What an import holds: the rows that are right, and every fault, both by line. */
public record CheckedImport(List<Row> rows, List<RowError> errors) {
  public CheckedImport {
    rows = List.copyOf(rows);
    errors = List.copyOf(errors);
  }
}
