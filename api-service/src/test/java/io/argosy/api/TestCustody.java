package io.argosy.api;

import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.LongSupplier;

/** Tells a generation, and nothing else. */
final class TestCustody extends CustodyServiceGrpc.CustodyServiceImplBase {
  private final LongSupplier generation;

  TestCustody(LongSupplier generation) {
    this.generation = generation;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    out.onNext(GetStatusResponse.newBuilder().setGeneration(generation.getAsLong()).build());
    out.onCompleted();
  }
}
