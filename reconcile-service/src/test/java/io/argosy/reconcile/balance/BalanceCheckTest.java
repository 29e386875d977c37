package io.argosy.reconcile.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AssetId;
import io.argosy.reconcile.match.Break;
import io.argosy.reconcile.match.BreakClass;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class BalanceCheckTest {
  private static BalanceCheck after(long after) {
    return new BalanceCheck(
        "treasury",
        AssetId.parse("eip155:31337/slip44:60"),
        BigInteger.valueOf(100),
        BigInteger.valueOf(after),
        BigInteger.TEN,
        BigInteger.valueOf(30),
        5);
  }

  @Test
  void oneMissingUnitIsAnUnknownOutflowAndOneTooManyAnInflow() {
    assertThat(after(79).difference().map(Break::breakClass)).contains(BreakClass.UNKNOWN_OUTFLOW);
    assertThat(after(81).difference().map(Break::breakClass))
        .contains(BreakClass.UNEXPECTED_INFLOW);
  }

  @Test
  void aBalanceThatSignedPaymentsExplainHasNoDifference() {
    assertThat(after(80).difference()).isEmpty();
  }
}
