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

final class LedgerMatchTest {
  private static final AssetId COIN = AssetId.parse("eip155:31337/slip44:60");
  private static final Digest32 TX = Digest32.parse("77".repeat(32));
  private static final Address ALICE = Address.parse("0x" + "aa".repeat(20));
  private static final Address THIEF = Address.parse("0x" + "bb".repeat(20));
  private static final LeafRef LEAF = new LeafRef(Digest32.parse("11".repeat(32)), 7);
  private static final LedgerMatch.Allowance NONE =
      new LedgerMatch.Allowance(Set.of(), Set.of(), Set.of(), Set.of());

  private static Payment pay(Address to, long units) {
    return new Payment(LEAF, COIN, to, BigInteger.valueOf(units), 9, TX);
  }

  private static LedgerMatch.Row row(long position, Address to, long units) {
    return new LedgerMatch.Row(position, pay(to, units));
  }

  private static List<BreakClass> classes(LedgerMatch.Result result) {
    return result.breaks().stream().map(Break::breakClass).toList();
  }

  @Test
  void aDroppedRowIsALagOnceThePaymentIsOldEnough() {
    var young = new LedgerMatch.Allowance(Set.of(LEAF), Set.of(), Set.of(), Set.of());

    assertThat(classes(LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(), NONE)))
        .containsExactly(BreakClass.TIMING);
    assertThat(LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(), young).breaks()).isEmpty();
  }

  @Test
  void aChangedAmountAndAChangedRecipientAreMismatches() {
    var amount = LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(row(1, ALICE, 6)), NONE);
    var recipient = LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(row(1, THIEF, 5)), NONE);

    assertThat(classes(amount)).containsExactly(BreakClass.AMOUNT_MISMATCH);
    assertThat(classes(recipient)).containsExactly(BreakClass.AMOUNT_MISMATCH);
    assertThat(amount.matched()).isEmpty();
  }

  @Test
  void aLeafBookedTwiceBreaksTheLedgerNowAndLater() {
    var booked = new LedgerMatch.Allowance(Set.of(), Set.of(), Set.of(), Set.of(LEAF));

    var now =
        LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(row(1, ALICE, 5), row(2, ALICE, 5)), NONE);
    var later = LedgerMatch.of(List.of(), List.of(row(2, ALICE, 5)), booked);

    assertThat(now.matched()).containsOnlyKeys(LEAF).containsValue(1L);
    assertThat(classes(now)).containsExactly(BreakClass.LEDGER_INVARIANT);
    assertThat(classes(later)).containsExactly(BreakClass.LEDGER_INVARIANT);
  }

  @Test
  void aRowThatNoBlockShowsIsMissingUnlessItsBlockIsNotJudgedOrItsMoneyIsReported() {
    var ahead = new LedgerMatch.Allowance(Set.of(), Set.of(LEAF), Set.of(), Set.of());
    var reported = new LedgerMatch.Allowance(Set.of(), Set.of(), Set.of(LEAF), Set.of());
    var rows = List.of(row(1, ALICE, 5));

    assertThat(classes(LedgerMatch.of(List.of(), rows, NONE)))
        .containsExactly(BreakClass.MISSING_ON_CHAIN);
    assertThat(LedgerMatch.of(List.of(), rows, ahead).breaks()).isEmpty();
    assertThat(LedgerMatch.of(List.of(), rows, reported).breaks()).isEmpty();
  }

  @Test
  void aRowThatAgreesIsMatched() {
    var result = LedgerMatch.of(List.of(pay(ALICE, 5)), List.of(row(1, ALICE, 5)), NONE);

    assertThat(result.matched()).containsOnlyKeys(LEAF);
    assertThat(result.breaks()).isEmpty();
  }
}
