package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.sign.Signer;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.SignOrder;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.FreezeResponse;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.ReadRegistrationsRequest;
import io.argosy.proto.custody.v1.ReadRegistrationsResponse;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The client port: what the application zone and the watcher may ask. */
public final class CustodyEndpoint extends CustodyServiceGrpc.CustodyServiceImplBase {
  private static final int MOST_REGISTRATIONS = 4;
  private final Gate gate;
  private final Journal journal;
  private final IdentityKey identity;
  private final Signer signer;
  private final Freezing freezing;
  private final StatusReport status;
  private final Semaphore places = new Semaphore(MOST_REGISTRATIONS);

  public CustodyEndpoint(
      Gate gate,
      Journal journal,
      IdentityKey identity,
      Signer signer,
      Freezing freezing,
      StatusReport status) {
    this.gate = gate;
    this.journal = journal;
    this.identity = identity;
    this.signer = signer;
    this.freezing = freezing;
    this.status = status;
  }

  @Override
  public StreamObserver<RegisterRequest> register(StreamObserver<RegisterResponse> out) {
    return new Registering(out);
  }

  /** One registration's stream: takes a place at its first part, and gives it back at its end. */
  private final class Registering implements StreamObserver<RegisterRequest> {
    private final StreamObserver<RegisterResponse> out;
    private final RegistrationIntake intake = new RegistrationIntake();
    private boolean placed;
    private boolean over;

    Registering(StreamObserver<RegisterResponse> out) {
      this.out = out;
    }

    private void begin() {
      if (!placed && !places.tryAcquire()) {
        throw Refusal.of(Reason.REASON_RATE_LIMITED, "registrations", "too many at a time");
      }
      placed = true;
    }

    private void end() {
      over = true;
      if (placed) {
        placed = false;
        places.release();
      }
    }

    @Override
    public void onNext(RegisterRequest part) {
      if (over) {
        return;
      }
      try {
        begin();
        intake.take(part);
      } catch (Refusal refusal) {
        end();
        throw refusal;
      }
    }

    @Override
    public void onError(Throwable cause) {
      end();
    }

    @Override
    public void onCompleted() {
      if (over) {
        return;
      }
      try {
        var said = Refusals.granted(intake.complete(gate::register));
        out.onNext(RegisterResponse.newBuilder().setAcknowledgement(signed(said)).build());
        out.onCompleted();
      } finally {
        end();
      }
    }
  }

  private io.argosy.proto.custody.v1.Acknowledgement signed(Acknowledgement said) {
    byte[] text = said.encoded();
    return io.argosy.proto.custody.v1.Acknowledgement.newBuilder()
        .setDaemonId(said.daemon().text())
        .setText(ByteString.copyFrom(text))
        .setSignature(ByteString.copyFrom(identity.sign(text)))
        .build();
  }

  @Override
  public void sign(SignRequest request, StreamObserver<SignResponse> out) {
    var order = SignOrderWire.parse(request);
    switch (signWhileAsked(order)) {
      case Signer.Signed.Done(var digests, var signatures) -> {
        out.onNext(SignOrderWire.wire(digests, signatures));
        out.onCompleted();
      }
      case Signer.Signed.Refused(var why, var detail) -> throw Refusals.of(why, detail);
      case Signer.Signed.Sealed(var cause) ->
          throw Refusal.of(Reason.REASON_KEY_STORE_SEALED, "cause", cause);
      case Signer.Signed.Busy _ ->
          throw Refusal.of(Reason.REASON_RATE_LIMITED, "sessions", "too many at a time");
      case Signer.Signed.Failed(var failure) -> throw Refusals.of(failure);
    }
  }

  /** A caller who gives up frees the session's place at once. */
  private Signer.Signed signWhileAsked(SignOrder order) {
    var signing = Thread.currentThread();
    Context.CancellationListener giveUp = _ -> signing.interrupt();
    Context.current().addListener(giveUp, Runnable::run);
    try {
      return signer.sign(order);
    } catch (InterruptedException e) {
      throw Refusal.of(Reason.REASON_SESSION_ABORTED, "caller", "gave up");
    } finally {
      Context.current().removeListener(giveUp);
      boolean _ = Thread.interrupted(); // one that came too late is nobody else's
    }
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    out.onNext(status.now());
    out.onCompleted();
  }

  @Override
  public void readRegistrations(
      ReadRegistrationsRequest request, StreamObserver<ReadRegistrationsResponse> out) {
    if (request.getAfter() < 0) {
      throw Refusals.invalid("after", "a position below 2^63");
    }
    var reader = (ServerCallStreamObserver<ReadRegistrationsResponse>) out;
    var stream = new RegistrationStream(journal, reader, request.getAfter());
    reader.setOnReadyHandler(stream::pour);
  }

  @Override
  public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> out) {
    byte[] order = SignOrderWire.text("order", request.getOrder());
    var watcher = SignOrderWire.key("watcher", request.getWatcher());
    byte[] signature = request.getSignature().toByteArray();
    var frozen = Refusals.granted(freezing.freeze(order, watcher, signature, Optional.empty()));
    out.onNext(FreezeResponse.newBuilder().addAllFrozen(frozen).build());
    out.onCompleted();
  }
}
