package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.api.ExecutionStack.Pay;
import io.argosy.api.ExecutionStack.Running;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.proto.ledger.v1.AccountBalance;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests of execution do with a stack: order, carry out, and look at chain and ledger. */
record Job(ExecutionStack stack, Duration life) {
  List<Pay> pays(int each) {
    var pays = new ArrayList<Pay>();
    for (var asset : List.of(stack.chain.dollars(), stack.chain.euros(), TestChain.coin())) {
      pays.addAll(pays(each, asset));
    }
    return pays;
  }

  List<Pay> pays(int count, AssetId asset) {
    var pays = new ArrayList<Pay>();
    for (int i = 0; i < count; i++) {
      pays.add(new Pay(stack.someone(), asset, 1_000 + i));
    }
    return pays;
  }

  BatchId approved(List<Pay> pays) throws IOException {
    stack.fund(pays);
    return stack.approved(pays, life);
  }

  void assertPaidOnce(List<Pay> pays) throws IOException {
    assertThat(pays).isNotEmpty();
    for (var pay : pays) {
      assertThat(stack.chain.held(pay.asset(), pay.to())).isEqualTo(pay.units());
    }
  }

  static void assertLedgerHolds(Running running) {
    var balance = ExecutionStack.trialBalance(running);
    assertThat(balance.getUnbalancedPostings()).isZero();
    assertThat(balance.getMissingPostings()).isZero();
    assertThat(balance.getBalancesList()).isNotEmpty();
    assertThat(
            balance.getBalancesList().stream()
                .map(AccountBalance::getUnits)
                .map(BigInteger::new)
                .reduce(BigInteger.ZERO, BigInteger::add))
        .isZero();
  }

  /** How many payouts of a batch stand where. */
  String states(BatchId batch) {
    return stack.text(
        """
        SELECT string_agg(state || ' ' || n, ', ' ORDER BY state)
          FROM (SELECT state, count(*) AS n FROM payout_now WHERE batch_id = ? GROUP BY state) s""",
        batch.text());
  }

  boolean waits(BatchId batch, String reason) {
    return stack.number(
            "SELECT count(*) FROM batch_wait WHERE batch_id = ? AND reason = ?",
            batch.text(),
            reason)
        == 1;
  }

  boolean completed(BatchId batch) {
    return stack.state(batch).equals("COMPLETED");
  }

  void complete(BatchId batch) throws IOException, GeneralSecurityException {
    try (var running = stack.start(Killer.none())) {
      running.until(() -> completed(batch));
      assertLedgerHolds(running);
    }
  }
}
