package io.argosy.reconcile.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThreeWayMatchTest {
  private static final Digest32 STATEMENT = Digest32.parse("11".repeat(32));
  private static final AssetId COIN = AssetId.parse("eip155:31337/slip44:60");
  private static final Address ALICE = Address.parse("0x" + "aa".repeat(20));
  private static final Address THIEF = Address.parse("0x" + "bb".repeat(20));
  private static final LeafRef LEAF = new LeafRef(STATEMENT, 7);

  private static Payment pay(Address to, long units) {
    return new Payment(LEAF, COIN, to, BigInteger.valueOf(units), 9);
  }

  private static List<BreakClass> classes(ThreeWayMatch.Result result) {
    return result.breaks().stream().map(Break::breakClass).toList();
  }

  @Test
  void aPaymentThatNobodySignedIsAnUnknownOutflowEvenWhenTheLedgerHasIt() {
    var result = ThreeWayMatch.of(Map.of(), List.of(pay(ALICE, 5)), Map.of(LEAF, pay(ALICE, 5)));

    assertThat(classes(result)).containsExactly(BreakClass.UNKNOWN_OUTFLOW);
    assertThat(result.matched()).isZero();
  }

  @Test
  void anotherRecipientThanThePeopleSignedIsAnUnknownOutflow() {
    var result =
        ThreeWayMatch.of(
            Map.of(LEAF, pay(ALICE, 5)), List.of(pay(THIEF, 5)), Map.of(LEAF, pay(THIEF, 5)));

    assertThat(classes(result)).containsExactly(BreakClass.UNKNOWN_OUTFLOW);
  }

  @Test
  void aLeafPaidTwiceIsADuplicate() {
    var same = Map.of(LEAF, pay(ALICE, 5));

    var result = ThreeWayMatch.of(same, List.of(pay(ALICE, 5), pay(ALICE, 5)), same);

    assertThat(classes(result)).containsExactly(BreakClass.DUPLICATE_PAYOUT);
  }

  @Test
  void aRowThatTheLedgerLacksIsALagAndOneWithAnotherAmountIsAMismatch() {
    var signed = Map.of(LEAF, pay(ALICE, 5));

    var lag = ThreeWayMatch.of(signed, List.of(pay(ALICE, 5)), Map.of());
    var other = ThreeWayMatch.of(signed, List.of(pay(ALICE, 5)), Map.of(LEAF, pay(ALICE, 6)));

    assertThat(classes(lag)).containsExactly(BreakClass.TIMING);
    assertThat(classes(other)).containsExactly(BreakClass.AMOUNT_MISMATCH);
  }

  @Test
  void aRowThatNoBlockShowsIsMissingOnChain() {
    var signed = Map.of(LEAF, pay(ALICE, 5));

    assertThat(classes(ThreeWayMatch.of(signed, List.of(), signed)))
        .containsExactly(BreakClass.MISSING_ON_CHAIN);
  }

  @Test
  void threeThatAgreeLeaveNoBreak() {
    var signed = Map.of(LEAF, pay(ALICE, 5));

    var result = ThreeWayMatch.of(signed, List.of(pay(ALICE, 5)), signed);

    assertThat(result.matched()).isOne();
    assertThat(result.breaks()).isEmpty();
  }
}
