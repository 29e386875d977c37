package io.argosy.api;

import static io.argosy.proto.common.v1.Reason.REASON_DEPENDENCY_DOWN;
import static io.argosy.proto.common.v1.Reason.REASON_EXTERNAL_ID_SEEN;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_PERSON_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_QUOTE_STALE;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_ID_REUSED;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;

import com.google.protobuf.ByteString;
import io.argosy.api.receive.BatchOrder;
import io.argosy.api.receive.CheckedImport;
import io.argosy.api.receive.CsvImport;
import io.argosy.api.receive.Intake;
import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.OrderRows;
import io.argosy.api.receive.OrderWire;
import io.argosy.api.receive.Reception;
import io.argosy.api.receive.Withdrawal;
import io.argosy.api.screen.HeldDecisions;
import io.argosy.api.statement.StatementStore;
import io.argosy.api.tell.BatchView;
import io.argosy.api.tell.BatchWire;
import io.argosy.api.tell.Batches;
import io.argosy.api.tell.EventFeed;
import io.argosy.api.tell.EventLog;
import io.argosy.api.tell.EventWire;
import io.argosy.api.tell.Outflow;
import io.argosy.api.tell.PageToken;
import io.argosy.api.tell.PayoutLife;
import io.argosy.api.tell.PayoutWire;
import io.argosy.api.tell.Payouts;
import io.argosy.api.tell.Viewer;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.CancelBatchRequest;
import io.argosy.proto.payout.v1.CancelBatchResponse;
import io.argosy.proto.payout.v1.CreateBatchRequest;
import io.argosy.proto.payout.v1.CreateBatchResponse;
import io.argosy.proto.payout.v1.DecideHeldRequest;
import io.argosy.proto.payout.v1.DecideHeldResponse;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.GetBatchResponse;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.GetPayoutResponse;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.ImportBatchResponse;
import io.argosy.proto.payout.v1.ListBatchesRequest;
import io.argosy.proto.payout.v1.ListBatchesResponse;
import io.argosy.proto.payout.v1.ListPayoutsRequest;
import io.argosy.proto.payout.v1.ListPayoutsResponse;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.payout.v1.WatchEventsRequest;
import io.argosy.proto.payout.v1.WatchEventsResponse;
import io.argosy.servicekit.Caller;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What clients and operators ask about payouts. */
final class PayoutEndpoint extends PayoutServiceGrpc.PayoutServiceImplBase {
  private static final int IDS_SHOWN = 20;
  private final Jdbi db;
  private final StatementStore statements;
  private final List<KnownAsset> assets;
  private final Reception reception;
  private final Withdrawal withdrawal;
  private final HeldDecisions decisions;
  private final Batches batches;
  private final Payouts payouts;
  private final EventFeed feed;

  PayoutEndpoint(
      Jdbi db, Clock clock, StatementStore statements, Reception reception, EventFeed feed) {
    this.db = db;
    this.statements = statements;
    this.assets = reception.assets();
    this.reception = reception;
    this.withdrawal = new Withdrawal(db, clock);
    this.decisions = new HeldDecisions(db, clock);
    this.batches = new Batches(db);
    this.payouts = new Payouts(db);
    this.feed = feed;
  }

  @Override
  public void createBatch(CreateBatchRequest request, StreamObserver<CreateBatchResponse> out) {
    var client = Viewer.of(Caller.current()).name();
    var ordered = OrderWire.parse(request);
    var checked = OrderRows.check(ordered.payouts(), assets);
    var response = CreateBatchResponse.newBuilder();
    if (checked.errors().isEmpty()) {
      var order = BatchOrder.ofRows(client, ordered.requestId(), ordered.maker(), checked.rows());
      response.setBatchId(batchId(reception.take(order)));
    }
    answer(out, response.addAllRowErrors(OrderWire.wire(checked.errors())).build());
  }

  @Override
  public void importBatch(ImportBatchRequest request, StreamObserver<ImportBatchResponse> out) {
    var client = Viewer.of(Caller.current()).name();
    var imported = OrderWire.parse(request, assets);
    var checked = CsvImport.check(imported.file(), assets, imported.disperseAsset());
    var response =
        ImportBatchResponse.newBuilder()
            .setBatchId(make(client, imported, checked))
            .addAllRowErrors(OrderWire.wire(checked.errors()))
            .setRows(checked.rows().size())
            .setFileHash(ByteString.copyFrom(Digest32.sha256(imported.file()).bytes()));
    answer(out, response.build());
  }

  /** The batch's id, or an empty text where none is to be made. */
  private String make(ClientId client, OrderWire.Imported imported, CheckedImport checked) {
    var order =
        new BatchOrder(
            client, imported.requestId(), imported.maker(), imported.bodyHash(), checked.rows());
    if (imported.purpose() == OrderWire.Purpose.CHECK) {
      var _ = batchId(reception.dryRun(order));
      return "";
    }
    boolean usable = checked.errors().isEmpty() || imported.faulty() == OrderWire.Faulty.LEAVE_OUT;
    return usable && !checked.rows().isEmpty() ? batchId(reception.take(order)) : "";
  }

  private static String batchId(Intake intake) {
    return switch (intake) {
      case Intake.Created(var batch) -> batch.text();
      case Intake.SeenBefore(var batch) -> batch.text();
      case Intake.Possible() -> "";
      case Intake.OtherBody() ->
          throw Refusal.of(REASON_REQUEST_ID_REUSED, "request_id", "stands for another body");
      case Intake.MakerUnknown(var maker) ->
          throw Refusal.of(REASON_PERSON_UNKNOWN, "maker_key_id", maker + " is no maker");
      case Intake.QuotesStale(var pairs) ->
          throw Refusal.of(REASON_QUOTE_STALE, "pairs", String.join(", ", pairs));
      case Intake.IdsTaken(var ids) ->
          throw Refusal.of(REASON_EXTERNAL_ID_SEEN, "external_id", shown(ids));
    };
  }

  /** Trailers are small: the first ids stand for all. */
  private static String shown(List<String> ids) {
    var first = String.join(", ", ids.subList(0, Math.min(IDS_SHOWN, ids.size())));
    return ids.size() > IDS_SHOWN ? first + " and " + (ids.size() - IDS_SHOWN) + " more" : first;
  }

  @Override
  public void getBatch(GetBatchRequest request, StreamObserver<GetBatchResponse> out) {
    answer(out, GetBatchResponse.newBuilder().setBatch(batch(request.getBatchId())).build());
  }

  private Batch batch(String id) {
    return BatchWire.wire(visible(id));
  }

  private BatchView visible(String id) {
    return batches.one(Viewer.of(Caller.current()), id).orElseThrow(() -> noBatch(id));
  }

  private static Refusal noBatch(String id) {
    return Refusal.of(REASON_NOT_FOUND, "batch_id", id);
  }

  @Override
  public void listBatches(ListBatchesRequest request, StreamObserver<ListBatchesResponse> out) {
    var states = BatchWire.states(request.getStatesList());
    int most = pageSize(request.getPageSize(), 100, 500);
    Optional<PageToken> after = Optional.empty();
    if (!request.getPageToken().isEmpty()) {
      after = Optional.of(PageToken.parse(request.getPageToken()).orElseThrow(() -> badToken()));
    }
    var page = batches.page(Viewer.of(Caller.current()), states, after, most);
    var response =
        ListBatchesResponse.newBuilder()
            .addAllBatches(page.batches().stream().map(BatchWire::wire).toList())
            .setNextPageToken(page.next().map(PageToken::text).orElse(""));
    answer(out, response.build());
  }

  private static int pageSize(int asked, int usual, int most) {
    if (asked < 0 || asked > most) {
      throw Refusal.of(REASON_REQUEST_INVALID, "page_size", "1 to " + most);
    }
    return asked == 0 ? usual : asked;
  }

  private static Refusal badToken() {
    return Refusal.of(REASON_REQUEST_INVALID, "page_token", "give back what the page before had");
  }

  @Override
  public void listPayouts(ListPayoutsRequest request, StreamObserver<ListPayoutsResponse> out) {
    var states = PayoutWire.states(request.getStatesList());
    int most = pageSize(request.getPageSize(), 1_000, 5_000);
    var token = request.getPageToken();
    if (!token.matches("|[1-9][0-9]{0,8}")) {
      throw badToken();
    }
    var batch = visible(request.getBatchId());
    int after = token.isEmpty() ? 0 : Integer.parseInt(token);
    var rows = payouts.page(batch.id(), after, states, most + 1);
    var shown = rows.subList(0, Math.min(most, rows.size()));
    var response =
        ListPayoutsResponse.newBuilder()
            .addAllPayouts(shown.stream().map(PayoutWire::wire).toList());
    if (rows.size() > most) {
      response.setNextPageToken(Integer.toString(shown.getLast().line()));
    }
    answer(out, response.build());
  }

  @Override
  public void getPayout(GetPayoutRequest request, StreamObserver<GetPayoutResponse> out) {
    var viewer = Viewer.of(Caller.current());
    var client = request.getClient().isEmpty() ? viewer.name().text() : request.getClient();
    var life =
        viewer.sees(client)
            ? PayoutLife.read(db, statements, client, request.getExternalId())
            : Optional.<PayoutLife>empty();
    answer(
        out,
        life.map(PayoutWire::wire)
            .orElseThrow(
                () -> Refusal.of(REASON_NOT_FOUND, "external_id", request.getExternalId())));
  }

  @Override
  public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> out) {
    var batch = Optional.of(request.getBatchId()).filter(id -> !id.isEmpty());
    batch.ifPresent(this::visible);
    if (request.getAfter() < 0) {
      throw Refusal.of(REASON_REQUEST_INVALID, "after", "a position, or 0");
    }
    var filter = new EventLog.Filter(Viewer.of(Caller.current()), batch);
    Outflow.start("events", out, flow -> tell(request.getAfter(), filter, flow));
  }

  private void tell(long after, EventLog.Filter filter, Outflow<WatchEventsResponse> flow)
      throws InterruptedException {
    feed.tell(after, filter, flow::isGone, event -> flow.send(response(event)));
    if (!flow.isGone()) {
      throw Refusal.of(REASON_DEPENDENCY_DOWN, "api-service", "it stops; resume when it is back");
    }
  }

  private static WatchEventsResponse response(EventLog.Told event) {
    return WatchEventsResponse.newBuilder().setEvent(EventWire.wire(event)).build();
  }

  @Override
  public void cancelBatch(CancelBatchRequest request, StreamObserver<CancelBatchResponse> out) {
    var why = request.getReason();
    if (!why.matches("[ -~]{0,140}")) {
      throw Refusal.of(REASON_REQUEST_INVALID, "reason", "at most 140 printable ASCII characters");
    }
    var id = visible(request.getBatchId()).id();
    var who = Caller.current().name() + " withdrew it: " + why;
    switch (withdrawal.withdraw(new BatchId(id), who)) {
      case Withdrawal.Answer.Withdrawn() -> {}
      case Withdrawal.Answer.NoBatch() -> throw noBatch(id);
      case Withdrawal.Answer.TooLate(var state) ->
          throw Refusal.of(REASON_WRONG_STATE, "batch_id", state);
    }
    answer(out, CancelBatchResponse.newBuilder().setBatch(batch(id)).build());
  }

  @Override
  public void decideHeld(DecideHeldRequest request, StreamObserver<DecideHeldResponse> out) {
    var decision =
        switch (request.getDecision()) {
          case HELD_DECISION_RELEASE -> HeldDecisions.Decision.RELEASE;
          case HELD_DECISION_REJECT -> HeldDecisions.Decision.REJECT;
          case HELD_DECISION_UNSPECIFIED, UNRECOGNIZED ->
              throw Refusal.of(REASON_REQUEST_INVALID, "decision", "release or reject");
        };
    if (request.getLinesCount() == 0) {
      throw Refusal.of(REASON_REQUEST_INVALID, "lines", "name one line or more");
    }
    var id = visible(request.getBatchId()).id();
    var who = Caller.current().name();
    var answer = decisions.decide(new BatchId(id), request.getLinesList(), decision, who);
    int undecided =
        switch (answer) {
          case HeldDecisions.Answer.Decided(int left) -> left;
          case HeldDecisions.Answer.NoBatch() -> throw noBatch(id);
          case HeldDecisions.Answer.NotHeld(var lines) ->
              throw Refusal.of(REASON_NOT_FOUND, "lines", "not held: " + lines);
          case HeldDecisions.Answer.TooLate(var why) ->
              throw Refusal.of(REASON_WRONG_STATE, "lines", why);
        };
    answer(out, DecideHeldResponse.newBuilder().setUndecided(undecided).build());
  }

  private static <T> void answer(StreamObserver<T> out, T answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
