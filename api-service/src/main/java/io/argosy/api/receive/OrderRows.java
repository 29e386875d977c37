package io.argosy.api.receive;

import io.argosy.model.ExternalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks every payout of a program's order by the rules of an import, and tells every fault. */
public final class OrderRows {
  private OrderRows() {}

  /** Reads an order; a payout's line is its place, from 1. */
  public static CheckedImport check(List<OrderedPayout> order, List<KnownAsset> assets) {
    var rows = new ArrayList<Row>(order.size());
    var errors = new ArrayList<RowError>();
    Map<ExternalId, Integer> seen = new HashMap<>();
    for (int line = 1; line <= order.size(); line++) {
      var reader = new RowReader(line, fields(order.get(line - 1)));
      var row =
          reader.read(
              r -> r.asset(assets),
              r -> r.required("external_id", RowReader::externalId),
              "recipient",
              (r, asset) -> r.amountUnits());
      errors.addAll(reader.errors());
      if (row.isPresent()) {
        add(row.get(), rows, errors, seen);
      }
    }
    return new CheckedImport(rows, errors);
  }

  private static void add(
      Row row, List<Row> rows, List<RowError> errors, Map<ExternalId, Integer> seen) {
    var before = seen.putIfAbsent(row.externalId(), row.line());
    if (before == null) {
      rows.add(row);
      return;
    }
    errors.add(
        new RowError(
            row.line(),
            "external_id",
            RowReason.EXTERNAL_ID_TWICE,
            row.externalId().text(),
            "also in line " + before));
  }

  private static Map<String, String> fields(OrderedPayout payout) {
    return Map.of(
        "external_id", payout.externalId(),
        "recipient", payout.recipient(),
        "asset", payout.asset(),
        "amount_units", payout.amountUnits(),
        "not_before", payout.notBefore(),
        "region", payout.region(),
        "reference", payout.reference(),
        "priority", payout.urgent() ? "urgent" : "");
  }
}
