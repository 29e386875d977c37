package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.api.ExecutionStack.Pay;
import io.argosy.model.BatchId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an approved batch to booked payouts, on a real chain and a real database. */
class ExecutionIT {
  private static final Duration LIFE = Duration.ofHours(2);
  private static ExecutionStack stack;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    stack = new ExecutionStack();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static List<Pay> pays(int each) {
    var pays = new ArrayList<Pay>();
    for (var asset : List.of(stack.chain.dollars(), stack.chain.euros(), TestChain.coin())) {
      for (int i = 0; i < each; i++) {
        pays.add(new Pay(stack.someone(), asset, 1_000 + i));
      }
    }
    return pays;
  }

  private static void assertPaidOnce(List<Pay> pays) throws IOException {
    assertThat(pays).isNotEmpty();
    for (var pay : pays) {
      assertThat(stack.chain.held(pay.asset(), pay.to())).isEqualTo(pay.units());
    }
  }

  private static String states(BatchId batch) {
    return stack.text(
        """
        SELECT string_agg(state || ' ' || n, ', ' ORDER BY state)
          FROM (SELECT state, count(*) AS n FROM payout_now WHERE batch_id = ? GROUP BY state) s""",
        batch.text());
  }

  @Test
  void aThousandPayoutsInThreeAssetsArePaidExactlyOnceAndTheLedgerSumsToZero() throws Exception {
    var pays = pays(334);
    stack.fund(pays);
    var batch = stack.approved(pays, LIFE);

    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.state(batch).equals("COMPLETED"));
    }

    assertPaidOnce(pays);
    assertThat(states(batch)).isEqualTo("COMPLETED " + pays.size());
  }
}
