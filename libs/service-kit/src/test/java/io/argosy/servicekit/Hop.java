package io.argosy.servicekit;

import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.FreezeResponse;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.servicekit.telemetry.TraceId;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/** A real service that tells the trace ids which it and the process behind it work under. */
final class Hop extends CustodyServiceGrpc.CustodyServiceImplBase {
  static final String FAULT = "text of a fault";
  private final Optional<GrpcClient> behind;

  Hop(Optional<GrpcClient> behind) {
    this.behind = behind;
  }

  static GetStatusResponse ask(GrpcClient client) {
    return CustodyServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(Duration.ofSeconds(5))
        .getStatus(GetStatusRequest.getDefaultInstance());
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    String own = TraceId.current().orElse("none");
    String further = behind.map(client -> " " + ask(client).getDaemonId()).orElse("");
    out.onNext(GetStatusResponse.newBuilder().setDaemonId(own + further).build());
    out.onCompleted();
  }

  @Override
  public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> out) {
    if (request.getOrder().isEmpty()) {
      throw new IllegalStateException(FAULT);
    }
    throw Refusal.of(Reason.REASON_ORDER_INVALID, "order", request.getOrder().toStringUtf8());
  }
}
