package io.argosy.reconcile.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class BalanceCheckTest {
  private static BalanceCheck after(long after, long stray) {
    return new BalanceCheck(
        AccountId.parse("eip155:31337:0x" + "dd".repeat(20)),
        AssetId.parse("eip155:31337/slip44:60"),
        BigInteger.valueOf(100),
        BigInteger.valueOf(after),
        BigInteger.TEN,
        BigInteger.valueOf(30),
        BigInteger.valueOf(stray),
        5,
        8);
  }

  @Test
  void oneMissingUnitIsAnUnknownOutflowAndOneTooManyAnInflow() {
    assertThat(after(79, 0).difference().map(Break::breakClass))
        .contains(BreakClass.UNKNOWN_OUTFLOW);
    assertThat(after(81, 0).difference().map(Break::breakClass))
        .contains(BreakClass.UNEXPECTED_INFLOW);
  }

  @Test
  void moneyThatCameInUnseenDoesNotHideAStrayTransfer() {
    assertThat(after(80, 1).difference().map(Break::breakClass))
        .contains(BreakClass.UNKNOWN_OUTFLOW);
  }

  @Test
  void theSubjectIsTheWindowsStartSoThatTheIdIsStable() {
    assertThat(after(79, 0).difference().map(Break::id))
        .isEqualTo(after(70, 3).difference().map(Break::id));
  }

  @Test
  void aBalanceThatSignedPaymentsExplainHasNoDifference() {
    assertThat(after(80, 0).difference()).isEmpty();
  }
}
