package io.argosy.api;

import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Tells a generation, and nothing else. */
final class TestCustody extends CustodyServiceGrpc.CustodyServiceImplBase {
  private final AtomicLong generation;

  TestCustody(AtomicLong generation) {
    this.generation = generation;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    out.onNext(GetStatusResponse.newBuilder().setGeneration(generation.get()).build());
    out.onCompleted();
  }
}
