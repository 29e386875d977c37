package io.argosy.reconcile.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FeeMatchTest {
  private static final AssetId COIN = AssetId.parse("eip155:31337/slip44:60");
  private static final Digest32 TX = Digest32.parse("77".repeat(32));
  private static final Address LANE = Address.parse("0x" + "aa".repeat(20));
  private static final Address OTHER = Address.parse("0x" + "bb".repeat(20));
  private static final FeeMatch.Allowance NONE = new FeeMatch.Allowance(Set.of(), Set.of());

  private static FeeMatch.Fee fee(Address lane, long wei) {
    return new FeeMatch.Fee(TX, lane, BigInteger.valueOf(wei), 9);
  }

  private static FeeMatch.Row row(Address lane, long wei) {
    return new FeeMatch.Row(1, fee(lane, wei));
  }

  private static List<BreakClass> classes(
      List<FeeMatch.Fee> chain, List<FeeMatch.Row> rows, FeeMatch.Allowance allowance) {
    return FeeMatch.of(COIN, chain, rows, allowance).breaks().stream()
        .map(Break::breakClass)
        .toList();
  }

  @Test
  void oneWeiOrAnotherLaneIsAMismatch() {
    assertThat(classes(List.of(fee(LANE, 5)), List.of(row(LANE, 6)), NONE))
        .containsExactly(BreakClass.FEE_MISMATCH);
    assertThat(classes(List.of(fee(LANE, 5)), List.of(row(OTHER, 5)), NONE))
        .containsExactly(BreakClass.FEE_MISMATCH);
  }

  @Test
  void aFeeThatNoReceiptShowsIsAMismatchUnlessItsBlockIsNotFollowedYet() {
    var ahead = new FeeMatch.Allowance(Set.of(), Set.of(TX));

    assertThat(classes(List.of(), List.of(row(LANE, 5)), NONE))
        .containsExactly(BreakClass.FEE_MISMATCH);
    assertThat(classes(List.of(), List.of(row(LANE, 5)), ahead)).isEmpty();
  }

  @Test
  void aFeeThatTheLedgerLacksIsALagOnceItIsOldEnough() {
    var young = new FeeMatch.Allowance(Set.of(TX), Set.of());

    assertThat(classes(List.of(fee(LANE, 5)), List.of(), NONE)).containsExactly(BreakClass.TIMING);
    assertThat(classes(List.of(fee(LANE, 5)), List.of(), young)).isEmpty();
  }

  @Test
  void aFeeThatAgreesIsMatched() {
    var result = FeeMatch.of(COIN, List.of(fee(LANE, 5)), List.of(row(LANE, 5)), NONE);

    assertThat(result.matched()).containsOnlyKeys(TX);
    assertThat(result.breaks()).isEmpty();
  }
}
