package io.argosy.cli.demo;

import io.argosy.proto.payout.v1.RowError;
import java.util.Comparator;
import java.util.List;

/** Which faults of a file a person should see first: those that would have lost money. */
final class Worst {
  /** Paid to nobody, then paid twice, then paid in another size. */
  private static final List<String> ORDER =
      List.of(
          "ADDRESS_CHECKSUM",
          "ADDRESS_ZERO",
          "ADDRESS_TOKEN",
          "EXTERNAL_ID_TWICE",
          "ROW_TWICE",
          "AMOUNT_SEPARATOR",
          "AMOUNT_DECIMALS",
          "AMOUNT_EXPONENT");

  private Worst() {}

  static List<RowError> of(List<RowError> faults, int count) {
    return faults.stream().sorted(Comparator.comparingInt(Worst::rank)).limit(count).toList();
  }

  private static int rank(RowError fault) {
    int place = ORDER.indexOf(fault.getReason());
    return place < 0 ? ORDER.size() : place;
  }
}
