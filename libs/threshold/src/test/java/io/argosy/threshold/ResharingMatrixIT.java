package io.argosy.threshold;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that a cheating party of a resharing or a refresh can write, whatever its part. */
class ResharingMatrixIT {
  private static Map<Integer, KeyShare> two = Map.of();
  private static Map<Integer, KeyShare> three = Map.of();

  @BeforeAll
  static void keys() {
    two = Handover.byHolder(Table.key(2, 2));
    three = Handover.byHolder(Table.key(2, 3));
  }

  private static Plan plan(Resharing.Terms terms) {
    return Plan.resharing(
        Table.fresh(), terms.from(), terms.dealers(), terms.threshold(), terms.holders());
  }

  private static void requireRows(
      String protocol, Map<Integer, KeyShare> old, Resharing.Terms terms, int atLeast) {
    Function<Table.Way, Map<Integer, Outcome<Resharing.Made>>> run =
        way -> Handover.reshare(old, terms, way);
    var matrix = new Matrix<>(protocol, run);
    new DealingLayouts(plan(terms), 1).rows(matrix, run);
    matrix.print(atLeast);
  }

  @Test
  void everyFieldOfADealerWhoHoldsAfterwards() {
    requireRows("resharing", two, Handover.terms(two, List.of(1, 2), 2, List.of(1, 2)), 100);
  }

  @Test
  void everyFieldOfADealerWhoHoldsNothingAfterwards() {
    requireRows(
        "resharing, leaving dealer",
        three,
        Handover.terms(three, List.of(1, 2), 2, List.of(2, 3)),
        35);
  }

  @Test
  void everyFieldOfAHolderWhoDealsNothing() {
    var terms = Handover.terms(three, List.of(2, 3), 2, List.of(1, 2));
    requireRows("resharing, new holder", three, terms, 70);
  }

  @Test
  void everyFieldOfARefresh() {
    Function<Table.Way, Map<Integer, Outcome<KeyGeneration.Made>>> run =
        way -> Handover.refresh(two, way);
    var matrix = new Matrix<>("refresh", run);
    var key = Objects.requireNonNull(two.get(1)).key();
    new DealingLayouts(Plan.refresh(Table.fresh(), key), 1).rows(matrix, run);
    matrix.print(90);
  }
}
