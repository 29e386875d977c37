package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.ceremony.KeyCeremony;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.Quarantine;
import io.argosy.custodycore.Gate;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import io.argosy.proto.custodyoperator.v1.FreezeResponse;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.GenerateKeyResponse;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyResponse;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineRequest;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineResponse;
import io.argosy.proto.custodyoperator.v1.ThawRequest;
import io.argosy.proto.custodyoperator.v1.ThawResponse;
import io.argosy.servicekit.Caller;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/** The operator port: what administrators of this host may ask. */
public final class OperatorEndpoint extends OperatorServiceGrpc.OperatorServiceImplBase {
  private static final String KEY_NAME = "[a-z0-9-]{1,64}";
  private final Gate gate;
  private final KeyCeremony ceremony;
  private final Freezing freezing;
  private final Quarantine quarantine;

  public OperatorEndpoint(
      Gate gate, KeyCeremony ceremony, Freezing freezing, Quarantine quarantine) {
    this.gate = gate;
    this.ceremony = ceremony;
    this.freezing = freezing;
    this.quarantine = quarantine;
  }

  @Override
  public void installPolicy(
      InstallPolicyRequest request, StreamObserver<InstallPolicyResponse> out) {
    byte[] text = SignOrderWire.text("policy", request.getPolicy());
    var officers = SignOrderWire.signatures("signatures", request.getSignaturesList());
    var policy = Refusals.granted(gate.install(text, officers));
    out.onNext(InstallPolicyResponse.newBuilder().setNumber(policy.number()).build());
    out.onCompleted();
  }

  @Override
  public void generateKey(GenerateKeyRequest request, StreamObserver<GenerateKeyResponse> out) {
    if (!request.getKeyId().matches(KEY_NAME)) {
      throw Refusals.invalid("key_id", "1 to 64 of a-z, 0-9 and hyphen");
    }
    switch (made(new KeyId(request.getKeyId()))) {
      case KeyCeremony.Made.Done(var certificate) -> {
        out.onNext(
            GenerateKeyResponse.newBuilder()
                .setPublicKey(ByteString.copyFrom(certificate.publicKeyBytes()))
                .setTranscript(ByteString.copyFrom(certificate.transcript().bytes()))
                .build());
        out.onCompleted();
      }
      case KeyCeremony.Made.Sealed(var cause) ->
          throw Refusal.of(Reason.REASON_KEY_STORE_SEALED, "cause", cause);
      case KeyCeremony.Made.Failed(var failure) -> throw Refusals.of(failure);
    }
  }

  private KeyCeremony.Made made(KeyId key) {
    try {
      return ceremony.make(key);
    } catch (IOException e) {
      throw new IllegalStateException("the share could not be stored", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(Reason.REASON_SESSION_ABORTED, "daemon", "stops");
    }
  }

  @Override
  public void releaseQuarantine(
      ReleaseQuarantineRequest request, StreamObserver<ReleaseQuarantineResponse> out) {
    String name = request.getDaemonId();
    boolean known = quarantine.all().stream().anyMatch(daemon -> daemon.text().equals(name));
    if (!known || !quarantine.release(new DaemonId(name), Caller.current().name())) {
      throw Refusal.of(Reason.REASON_NOT_FOUND, "daemon_id", "is not in quarantine here");
    }
    out.onNext(
        ReleaseQuarantineResponse.newBuilder()
            .addAllQuarantined(quarantine.all().stream().map(DaemonId::text).toList())
            .build());
    out.onCompleted();
  }

  @Override
  public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> out) {
    byte[] order = SignOrderWire.text("order", request.getOrder());
    var officer = SignOrderWire.key("officer", request.getOfficer());
    byte[] signature = request.getSignature().toByteArray();
    var frozen = Refusals.granted(freezing.freeze(order, officer, signature, Optional.empty()));
    out.onNext(FreezeResponse.newBuilder().addAllFrozen(frozen).build());
    out.onCompleted();
  }

  @Override
  public void thaw(ThawRequest request, StreamObserver<ThawResponse> out) {
    byte[] order = SignOrderWire.text("order", request.getOrder());
    var officers = SignOrderWire.signatures("signatures", request.getSignaturesList());
    var frozen = Refusals.granted(freezing.thaw(order, officers));
    out.onNext(ThawResponse.newBuilder().addAllFrozen(frozen).build());
    out.onCompleted();
  }
}
