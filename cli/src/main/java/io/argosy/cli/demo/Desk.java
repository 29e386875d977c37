package io.argosy.cli.demo;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.operate.Profile;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.FaultyLines;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.ImportBatchResponse;
import io.argosy.proto.payout.v1.ListPayoutsRequest;
import io.argosy.proto.payout.v1.Payout;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.payout.v1.PayoutServiceGrpc.PayoutServiceBlockingStub;
import io.argosy.proto.reconcile.v1.ReconcileRequest;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import io.argosy.proto.reconcile.v1.ReconcileServiceGrpc;
import io.argosy.servicekit.GrpcClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the treasury operator of the demo asks of the services. */
public final class Desk implements AutoCloseable {
  private static final int PAGE = 5_000;
  private final GrpcClient api;
  private final GrpcClient watcher;

  private Desk(GrpcClient api, GrpcClient watcher) {
    this.api = api;
    this.watcher = watcher;
  }

  /** Opens the channels that a run's profile names. */
  public static Desk open(RunFolder run) throws IOException {
    var profile = Profile.read(run.profile());
    return new Desk(profile.openApi(), profile.openReconcile());
  }

  private PayoutServiceBlockingStub payoutService() {
    return PayoutServiceGrpc.newBlockingStub(api.channel())
        .withDeadlineAfter(120, TimeUnit.SECONDS);
  }

  /** Makes a batch of the lines without a fault; mara is its maker. */
  public ImportBatchResponse importFile(byte[] file, String requestId) {
    return payoutService()
        .importBatch(
            ImportBatchRequest.newBuilder()
                .setRequestId(requestId)
                .setMakerKeyId("mara")
                .setFile(ByteString.copyFrom(file))
                .setFaultyLines(FaultyLines.FAULTY_LINES_LEAVE_OUT)
                .build());
  }

  public Batch batch(String id) {
    return payoutService().getBatch(GetBatchRequest.newBuilder().setBatchId(id).build()).getBatch();
  }

  /** All payouts of a batch, page by page. */
  public List<Payout> payouts(String batch) {
    var all = new ArrayList<Payout>();
    String token = "";
    do {
      var page =
          payoutService()
              .listPayouts(
                  ListPayoutsRequest.newBuilder()
                      .setBatchId(batch)
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .build());
      all.addAll(page.getPayoutsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  /** Has the watcher compare everything up to the newest final block. */
  public ReconcileResponse reconcile() {
    return ReconcileServiceGrpc.newBlockingStub(watcher.channel())
        .withDeadlineAfter(120, TimeUnit.SECONDS)
        .reconcile(ReconcileRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    api.close();
    watcher.close();
  }
}
