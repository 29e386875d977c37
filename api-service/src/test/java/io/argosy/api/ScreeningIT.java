package io.argosy.api;

import static io.argosy.api.Orders.batch;
import static io.argosy.api.Orders.payout;
import static io.argosy.api.Refused.reason;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_QUOTE_STALE;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_ROLE_NOT_ALLOWED;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_AWAITING_APPROVAL;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_REJECTED;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_SCREENING;
import static io.argosy.proto.payout.v1.PayoutState.PAYOUT_STATE_AWAITING_APPROVAL;
import static io.argosy.proto.payout.v1.PayoutState.PAYOUT_STATE_HELD;
import static io.argosy.proto.payout.v1.PayoutState.PAYOUT_STATE_RECEIVED;
import static io.argosy.proto.payout.v1.PayoutState.PAYOUT_STATE_REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.argosy.proto.payout.v1.DecideHeldRequest;
import io.argosy.proto.payout.v1.Event;
import io.argosy.proto.payout.v1.Finding;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.GetPayoutResponse;
import io.argosy.proto.payout.v1.HeldDecision;
import io.argosy.proto.payout.v1.PayoutServiceGrpc.PayoutServiceBlockingStub;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScreeningIT {
  private static final String MANY = "20000000000"; // 20,000 DUSD, above what is held
  private static ApiStack stack;
  private static PayoutServiceBlockingStub payroll;
  private static PayoutServiceBlockingStub operator;

  @BeforeAll
  static void start() throws Exception {
    stack = new ApiStack();
    payroll = stack.as("client/payroll");
    operator = stack.as("operator/treasury");
    stack.awaitPrices();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static int decide(String batch, HeldDecision decision, Integer... lines) {
    return operator
        .decideHeld(
            DecideHeldRequest.newBuilder()
                .setBatchId(batch)
                .setDecision(decision)
                .addAllLines(java.util.List.of(lines))
                .build())
        .getUndecided();
  }

  private static GetPayoutResponse life(String externalId) {
    return payroll.getPayout(GetPayoutRequest.newBuilder().setExternalId(externalId).build());
  }

  @Test
  void whatCustodyWouldRefuseIsRejectedAndTheRestGoesOn() {
    var toTreasury =
        payout("limits-2", "1").toBuilder().setRecipient(ApiStack.TREASURY.toString()).build();
    var late = payout("limits-3", "1").toBuilder();
    late.getNotBeforeBuilder().setSeconds(4_000_000_000L);
    var id =
        payroll
            .createBatch(
                batch(
                    "limits",
                    payout("limits-1", "50000000001"),
                    toTreasury,
                    late.build(),
                    payout("limits-4", "1")))
            .getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);

    stack.awaitTold();
    assertThat(life("limits-1").getPayout().getState()).isEqualTo(PAYOUT_STATE_REJECTED);
    assertThat(life("limits-1").getFindingsList())
        .extracting(Finding::getRule, Finding::getVerdict)
        .containsExactly(tuple("payout-limit", "REJECT"));
    assertThat(life("limits-2").getFindingsList())
        .extracting(Finding::getRule)
        .containsExactly("recipient");
    assertThat(life("limits-3").getFindingsList())
        .extracting(Finding::getRule)
        .containsExactly("not-before");
    assertThat(life("limits-4").getPayout().getState()).isEqualTo(PAYOUT_STATE_AWAITING_APPROVAL);
    assertThat(life("limits-1").getHistoryList())
        .extracting(Event::getKind)
        .contains("PAYOUT_REJECTED");
  }

  @Test
  void aBatchOfWhichNothingIsLeftIsRejected() {
    var id = payroll.createBatch(batch("none", payout("none-1", "50000000001"))).getBatchId();

    var rejected = stack.awaitState(id, BATCH_STATE_REJECTED);

    assertThat(rejected.getStatementHash().isEmpty()).isTrue();
  }

  @Test
  void moreThanOneStatementMayPayRejectsEveryPayoutOfThatAsset() {
    var each = "50000000000";
    var coin = payout("total-6", "1").toBuilder().setAsset("ETH").build();
    var id =
        payroll
            .createBatch(
                batch(
                    "total",
                    payout("total-1", each),
                    payout("total-2", each),
                    payout("total-3", each),
                    payout("total-4", each),
                    payout("total-5", "1"),
                    coin))
            .getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);

    assertThat(life("total-5").getFindingsList())
        .extracting(Finding::getRule)
        .containsExactly("statement-limit");
    assertThat(life("total-1").getPayout().getState()).isEqualTo(PAYOUT_STATE_REJECTED);
    assertThat(life("total-6").getPayout().getState()).isEqualTo(PAYOUT_STATE_AWAITING_APPROVAL);
  }

  @Test
  void aPayoutThatIsWorthALotWaitsUntilAnOperatorDecides() {
    var id =
        payroll
            .createBatch(
                batch(
                    "held",
                    payout("held-1", MANY),
                    payout("held-2", MANY),
                    payout("held-3", "10000000000")))
            .getBatchId();
    var waiting = stack.awaitWait(id, "LIMIT_EXCEEDED: 2 held payouts");
    assertThat(waiting.getState()).isEqualTo(BATCH_STATE_SCREENING);
    assertThat(life("held-1").getPayout().getState()).isEqualTo(PAYOUT_STATE_HELD);
    assertThat(life("held-3").getPayout().getState()).isEqualTo(PAYOUT_STATE_RECEIVED);

    assertThat(
            reason(() -> payroll.decideHeld(DecideHeldRequest.newBuilder().setBatchId(id).build())))
        .isEqualTo(REASON_ROLE_NOT_ALLOWED);
    assertThat(reason(() -> decide(id, HeldDecision.HELD_DECISION_RELEASE)))
        .isEqualTo(REASON_REQUEST_INVALID);
    assertThat(reason(() -> decide(id, HeldDecision.HELD_DECISION_RELEASE, 1, 3)))
        .isEqualTo(REASON_NOT_FOUND);
    assertThat(decide(id, HeldDecision.HELD_DECISION_RELEASE, 1)).isEqualTo(1);
    assertThat(life("held-1").getPayout().getState()).isEqualTo(PAYOUT_STATE_RECEIVED);
    assertThat(reason(() -> decide(id, HeldDecision.HELD_DECISION_REJECT, 1)))
        .isEqualTo(REASON_WRONG_STATE);
    assertThat(decide(id, HeldDecision.HELD_DECISION_REJECT, 2)).isZero();

    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);
    assertThat(life("held-1").getPayout().getState()).isEqualTo(PAYOUT_STATE_AWAITING_APPROVAL);
    assertThat(life("held-2").getPayout().getState()).isEqualTo(PAYOUT_STATE_REJECTED);
    assertThat(life("held-2").getFindingsList())
        .extracting(Finding::getDecision, Finding::getDecidedBy)
        .containsExactly(tuple("REJECT", "treasury"));
    assertThat(decide(id, HeldDecision.HELD_DECISION_RELEASE, 1)).isZero();
  }

  @Test
  void withoutFreshPricesNothingIsOrderedAndWhatWasOrderedWaits() throws Exception {
    var before = payroll.createBatch(batch("stale-0", payout("stale-0", "1")));
    stack.market.fallSilent();
    Thread.sleep(Duration.ofMillis(4_300)); // a quote is fresh for four seconds

    assertThat(reason(() -> payroll.createBatch(batch("stale-1", payout("stale-1", "1")))))
        .isEqualTo(REASON_QUOTE_STALE);
    assertThat(payroll.createBatch(batch("stale-0", payout("stale-0", "1")))).isEqualTo(before);
    var id = stack.stored("stale-2");
    var waiting = stack.awaitWait(id, "QUOTE_STALE: DUSD-USD");
    assertThat(waiting.getState()).isEqualTo(BATCH_STATE_SCREENING);

    stack.market.speak();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);
  }
}
