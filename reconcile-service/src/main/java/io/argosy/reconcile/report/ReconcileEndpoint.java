package io.argosy.reconcile.report;

import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.reconcile.v1.ListBreaksRequest;
import io.argosy.proto.reconcile.v1.ListBreaksResponse;
import io.argosy.proto.reconcile.v1.ReconcileRequest;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import io.argosy.proto.reconcile.v1.ReconcileServiceGrpc;
import io.argosy.reconcile.finding.Breaks;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** The watcher's face. */
public final class ReconcileEndpoint extends ReconcileServiceGrpc.ReconcileServiceImplBase {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;
  private final Jdbi db;
  private final long startBlock;
  private final Supplier<Map<String, String>> run;

  /**
   * Makes the endpoint.
   *
   * @param run reconciles once and answers what could not be read, with its cause
   */
  public ReconcileEndpoint(Jdbi db, long startBlock, Supplier<Map<String, String>> run) {
    this.db = db;
    this.startBlock = startBlock;
    this.run = run;
  }

  @Override
  public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> out) {
    var down = run.get();
    if (!down.isEmpty()) {
      throw Refusal.of(Reason.REASON_DEPENDENCY_DOWN, down);
    }
    out.onNext(BreakWire.response(db.inTransaction(tx -> Report.read(tx, startBlock))));
    out.onCompleted();
  }

  @Override
  public void listBreaks(ListBreaksRequest request, StreamObserver<ListBreaksResponse> out) {
    if (request.getPageSize() < 0 || request.getPageSize() > LARGEST_PAGE) {
      throw Refusal.of(Reason.REASON_REQUEST_INVALID, "page_size", "1 to 1000, or 0 for 100");
    }
    int size = request.getPageSize() == 0 ? USUAL_PAGE : request.getPageSize();
    long before = before(request.getPageToken());
    var page = db.withHandle(handle -> Breaks.open(handle, before, size + 1));
    boolean more = page.size() > size;
    var shown = more ? page.subList(0, size) : page;
    out.onNext(
        ListBreaksResponse.newBuilder()
            .addAllBreaks(shown.stream().map(each -> BreakWire.wire(each.found())).toList())
            .setNextPageToken(more ? Long.toString(shown.getLast().seq()) : "")
            .build());
    out.onCompleted();
  }

  /** A token is the place of the last break shown: pages stay whole while new ones are found. */
  private static long before(String token) {
    if (token.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!token.matches("[0-9]{1,18}")) {
      throw Refusal.of(Reason.REASON_REQUEST_INVALID, "page_token", "not one that was given out");
    }
    return Long.parseLong(token);
  }
}
