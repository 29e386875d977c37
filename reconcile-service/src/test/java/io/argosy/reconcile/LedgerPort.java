package io.argosy.reconcile;

import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.ledger.v1.GetTrialBalanceRequest;
import io.argosy.proto.ledger.v1.GetTrialBalanceResponse;
import io.argosy.proto.ledger.v1.LedgerServiceGrpc;
import io.argosy.proto.ledger.v1.ReadFeesRequest;
import io.argosy.proto.ledger.v1.ReadFeesResponse;
import io.argosy.proto.ledger.v1.ReadOutcomesRequest;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ledger's read-only views over rows that a test wrote. */
final class LedgerPort extends LedgerServiceGrpc.LedgerServiceImplBase {
  final List<ReadOutcomesResponse> outcomes = new CopyOnWriteArrayList<>();
  final List<ReadFeesResponse> fees = new CopyOnWriteArrayList<>();
  volatile long unbalanced;
  volatile boolean down;

  private void answerOnlyIfUp() {
    if (down) {
      throw Refusal.of(Reason.REASON_DEPENDENCY_DOWN, "ledger", "down");
    }
  }

  @Override
  public void readOutcomes(ReadOutcomesRequest request, StreamObserver<ReadOutcomesResponse> out) {
    answerOnlyIfUp();
    outcomes.stream().filter(row -> row.getPosition() > request.getAfter()).forEach(out::onNext);
    out.onCompleted();
  }

  @Override
  public void readFees(ReadFeesRequest request, StreamObserver<ReadFeesResponse> out) {
    answerOnlyIfUp();
    fees.stream().filter(row -> row.getPosition() > request.getAfter()).forEach(out::onNext);
    out.onCompleted();
  }

  @Override
  public void getTrialBalance(
      GetTrialBalanceRequest request, StreamObserver<GetTrialBalanceResponse> out) {
    answerOnlyIfUp();
    out.onNext(GetTrialBalanceResponse.newBuilder().setUnbalancedPostings(unbalanced).build());
    out.onCompleted();
  }
}
