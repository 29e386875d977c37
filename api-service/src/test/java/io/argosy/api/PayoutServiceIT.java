package io.argosy.api;

import static io.argosy.api.Orders.batch;
import static io.argosy.api.Orders.csv;
import static io.argosy.api.Orders.file;
import static io.argosy.api.Orders.payout;
import static io.argosy.api.Refused.reason;
import static io.argosy.api.Refused.refusal;
import static io.argosy.proto.common.v1.Reason.REASON_EXTERNAL_ID_SEEN;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_PERSON_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_ID_REUSED;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_AWAITING_APPROVAL;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.argosy.model.Digest32;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.CancelBatchRequest;
import io.argosy.proto.payout.v1.CreateBatchRequest;
import io.argosy.proto.payout.v1.FaultyLines;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.ListBatchesRequest;
import io.argosy.proto.payout.v1.ListPayoutsRequest;
import io.argosy.proto.payout.v1.Payout;
import io.argosy.proto.payout.v1.PayoutServiceGrpc.PayoutServiceBlockingStub;
import io.argosy.proto.payout.v1.PayoutState;
import io.argosy.proto.payout.v1.RowError;
import io.argosy.proto.payout.v1.WatchEventsRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PayoutServiceIT {
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

  @Test
  void anOrderThatNamesNothingIsRefusedWithEveryFieldThatIsWrong() {
    var refusal = refusal(() -> payroll.createBatch(CreateBatchRequest.getDefaultInstance()));

    assertThat(refusal.reason()).isEqualTo(REASON_REQUEST_INVALID);
    assertThat(refusal.details()).containsOnlyKeys("request_id", "maker_key_id", "payouts");
  }

  @Test
  void aMakerWhomThePolicyDoesNotListAsOneIsRefused() {
    var order = batch("maker", payout("maker-1", "1")).toBuilder();

    assertThat(reason(() -> payroll.createBatch(order.setMakerKeyId("stranger").build())))
        .isEqualTo(REASON_PERSON_UNKNOWN);
    assertThat(reason(() -> payroll.createBatch(order.setMakerKeyId(People.BEN.text()).build())))
        .isEqualTo(REASON_PERSON_UNKNOWN);
  }

  @Test
  void everyFaultOfEveryPayoutIsToldAndNoneIsStored() {
    var bad = payout("fault 1", "1.5").toBuilder().setRecipient("0x12").build();
    var token = payout("fault-2", "1").toBuilder().setRecipient(ApiStack.TOKEN.toString()).build();
    var late = payout("fault-4", "1").toBuilder();
    late.getNotBeforeBuilder().setSeconds(Long.MAX_VALUE);

    var response =
        payroll.createBatch(
            batch("faults", bad, token, payout("fault-3", "0"), late.build(), payout("ok", "1")));

    assertThat(response.getBatchId()).isEmpty();
    assertThat(response.getRowErrorsList())
        .extracting(RowError::getLine, RowError::getField, RowError::getReason)
        .containsExactly(
            tuple(1, "external_id", "EXTERNAL_ID_FORMAT"),
            tuple(1, "recipient", "ADDRESS_FORMAT"),
            tuple(1, "amount_units", "AMOUNT_FORMAT"),
            tuple(2, "recipient", "ADDRESS_TOKEN"),
            tuple(3, "amount_units", "AMOUNT_ZERO"),
            tuple(4, "not_before", "TIME_FORMAT"));
    assertThat(reason(() -> payoutOf(payroll, "ok"))).isEqualTo(REASON_NOT_FOUND);
  }

  @Test
  void aRequestIdIsRefusedForAnotherBodyOrMakerAndAnsweredForTheSame() {
    var made = payroll.createBatch(batch("again", payout("again-1", "1")));

    assertThat(reason(() -> payroll.createBatch(batch("again", payout("again-1", "2")))))
        .isEqualTo(REASON_REQUEST_ID_REUSED);
    assertThat(
            reason(
                () ->
                    payroll.createBatch(
                        batch("again", payout("again-1", "1")).toBuilder()
                            .setMakerKeyId("other")
                            .build())))
        .isEqualTo(REASON_REQUEST_ID_REUSED);
    assertThat(payroll.createBatch(batch("again", payout("again-1", "1")))).isEqualTo(made);
    assertThat(made.getBatchId()).isNotEmpty();
  }

  @Test
  void anExternalIdIsRefusedForEverAndNamed() {
    var _ = payroll.createBatch(batch("ids-1", payout("taken-1", "1")));

    var refusal =
        refusal(
            () ->
                payroll.createBatch(batch("ids-2", payout("free-1", "1"), payout("taken-1", "1"))));

    assertThat(refusal.reason()).isEqualTo(REASON_EXTERNAL_ID_SEEN);
    assertThat(refusal.details()).containsEntry("external_id", "taken-1");
    assertThat(reason(() -> payoutOf(payroll, "free-1"))).isEqualTo(REASON_NOT_FOUND);
  }

  @Test
  void anotherClientsBatchIsNotThereForAClientAndIsForAnOperator() {
    var id = payroll.createBatch(batch("mine", payout("mine-1", "1"))).getBatchId();
    var other = stack.as("client/suppliers");

    assertThat(reason(() -> get(other, id))).isEqualTo(REASON_NOT_FOUND);
    assertThat(reason(() -> page(other, id, ""))).isEqualTo(REASON_NOT_FOUND);
    assertThat(reason(() -> cancel(other, id))).isEqualTo(REASON_NOT_FOUND);
    assertThat(
            reason(
                () ->
                    other
                        .watchEvents(WatchEventsRequest.newBuilder().setBatchId(id).build())
                        .next()))
        .isEqualTo(REASON_NOT_FOUND);
    var asPayroll = GetPayoutRequest.newBuilder().setClient("payroll").setExternalId("mine-1");
    assertThat(reason(() -> other.getPayout(asPayroll.build()))).isEqualTo(REASON_NOT_FOUND);
    assertThat(batchIds(other)).doesNotContain(id);

    assertThat(get(operator, id).getClient()).isEqualTo("payroll");
    assertThat(operator.getPayout(asPayroll.build()).getPayout().getBatchId()).isEqualTo(id);
    assertThat(batchIds(operator)).contains(id);
  }

  @Test
  void aDryRunTellsWhatAnImportWouldAndStoresNothing() {
    var file = csv("dry-", 3) + "dry-4,0x12,DUSD,1\n";

    var response = operator.importBatch(file("dry", file).setDryRun(true).build());

    assertThat(response.getBatchId()).isEmpty();
    assertThat(response.getRows()).isEqualTo(3);
    assertThat(response.getRowErrorsList()).extracting(RowError::getLine).containsExactly(5);
    assertThat(response.getFileHash().toByteArray())
        .isEqualTo(Digest32.sha256(file.getBytes(StandardCharsets.UTF_8)).bytes());
    assertThat(reason(() -> payoutOf(operator, "dry-1"))).isEqualTo(REASON_NOT_FOUND);

    var made = operator.importBatch(file("dry", csv("dry-", 3)).build());
    assertThat(made.getBatchId()).isNotEmpty();
    assertThat(
            reason(
                () ->
                    operator.importBatch(
                        file("dry-again", csv("dry-", 3)).setDryRun(true).build())))
        .isEqualTo(REASON_EXTERNAL_ID_SEEN);
  }

  @Test
  void faultyLinesRefuseTheFileUnlessTheyAreToBeLeftOut() {
    var file = csv("faulty-", 2) + "faulty-3,0x12,DUSD,1\n";

    var refused = operator.importBatch(file("faulty", file).build());
    var request = file("faulty", file).setFaultyLines(FaultyLines.FAULTY_LINES_LEAVE_OUT).build();
    var made = operator.importBatch(request);

    assertThat(refused.getBatchId()).isEmpty();
    assertThat(refused.getRowErrorsList()).hasSize(1);
    assertThat(made.getRowErrorsList()).hasSize(1);
    assertThat(page(operator, made.getBatchId(), ""))
        .extracting(Payout::getExternalId)
        .containsExactly("faulty-1", "faulty-2");
    assertThat(get(operator, made.getBatchId()).getClient()).isEqualTo("treasury");
    assertThat(operator.importBatch(request).getBatchId()).isEqualTo(made.getBatchId());
  }

  @Test
  void pagesRepeatNothingAndLeaveNothingOut() {
    var client = stack.as("client/pages");
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(client.createBatch(batch("page-" + i, payout("page-" + i, "1"))).getBatchId());
    }
    var seen = new ArrayList<String>();
    var token = "";
    do {
      var request = ListBatchesRequest.newBuilder().setPageSize(2).setPageToken(token).build();
      var page = client.listBatches(request);
      page.getBatchesList().forEach(found -> seen.add(found.getBatchId()));
      if (token.isEmpty()) {
        var _ = client.createBatch(batch("page-late", payout("page-late", "1")));
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(seen).containsExactlyElementsOf(ids.reversed());
    assertThat(
            reason(
                () ->
                    client.listBatches(ListBatchesRequest.newBuilder().setPageToken("7").build())))
        .isEqualTo(REASON_REQUEST_INVALID);
    assertThat(
            reason(
                () -> client.listBatches(ListBatchesRequest.newBuilder().setPageSize(501).build())))
        .isEqualTo(REASON_REQUEST_INVALID);
  }

  @Test
  void payoutsArePagedInTheOrderOfTheirLinesAndByTheirState() {
    var id = operator.importBatch(file("lines", csv("line-", 7)).build()).getBatchId();
    var request = ListPayoutsRequest.newBuilder().setBatchId(id).setPageSize(3);

    var first = operator.listPayouts(request.build());
    var second = operator.listPayouts(request.setPageToken(first.getNextPageToken()).build());
    var third = operator.listPayouts(request.setPageToken(second.getNextPageToken()).build());

    assertThat(first.getPayoutsList()).extracting(Payout::getLine).containsExactly(2, 3, 4);
    assertThat(second.getPayoutsList()).extracting(Payout::getLine).containsExactly(5, 6, 7);
    assertThat(third.getPayoutsList()).extracting(Payout::getLine).containsExactly(8);
    assertThat(third.getNextPageToken()).isEmpty();
    assertThat(reason(() -> page(operator, id, "x"))).isEqualTo(REASON_REQUEST_INVALID);
    var paid = request.setPageToken("").addStates(PayoutState.PAYOUT_STATE_COMPLETED).build();
    assertThat(operator.listPayouts(paid).getPayoutsList()).isEmpty();
  }

  @Test
  void aBatchIsWithdrawnOnceAndNeverGoesOn() {
    var id = payroll.createBatch(batch("cancel", payout("cancel-1", "1"))).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);

    var cancelled = cancel(payroll, id);

    assertThat(cancelled.getState()).isEqualTo(BATCH_STATE_CANCELLED);
    assertThat(cancel(payroll, id)).isEqualTo(cancelled);
    assertThat(payoutOf(payroll, "cancel-1").getState())
        .isEqualTo(PayoutState.PAYOUT_STATE_CANCELLED);
  }

  @Test
  void aBatchThatCustodyWasToldOfIsNotWithdrawnEvenIfItWaitsForApprovalAgain() {
    var id = payroll.createBatch(batch("known", payout("known-1", "1"))).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);
    stack.move(id, "AWAITING_APPROVAL", "REGISTERING");
    stack.move(id, "REGISTERING", "AWAITING_APPROVAL");

    assertThat(reason(() -> cancel(payroll, id))).isEqualTo(REASON_WRONG_STATE);
  }

  @Test
  void tenThousandPayoutsAreImportedAndFrozenWhole() {
    var made = operator.importBatch(file("many", csv("many-", 10_000)).build());
    var frozen = stack.awaitState(made.getBatchId(), BATCH_STATE_AWAITING_APPROVAL);

    assertThat(made.getRows()).isEqualTo(10_000);
    assertThat(frozen.getPayoutStates(0).getCount()).isEqualTo(10_000);
  }

  private static Batch get(PayoutServiceBlockingStub stub, String id) {
    return stub.getBatch(GetBatchRequest.newBuilder().setBatchId(id).build()).getBatch();
  }

  private static Batch cancel(PayoutServiceBlockingStub stub, String id) {
    return stub.cancelBatch(CancelBatchRequest.newBuilder().setBatchId(id).build()).getBatch();
  }

  private static List<Payout> page(PayoutServiceBlockingStub stub, String id, String token) {
    return stub.listPayouts(
            ListPayoutsRequest.newBuilder().setBatchId(id).setPageToken(token).build())
        .getPayoutsList();
  }

  private static Payout payoutOf(PayoutServiceBlockingStub stub, String externalId) {
    return stub.getPayout(GetPayoutRequest.newBuilder().setExternalId(externalId).build())
        .getPayout();
  }

  private static List<String> batchIds(PayoutServiceBlockingStub stub) {
    return stub
        .listBatches(ListBatchesRequest.newBuilder().setPageSize(500).build())
        .getBatchesList()
        .stream()
        .map(Batch::getBatchId)
        .toList();
  }
}
