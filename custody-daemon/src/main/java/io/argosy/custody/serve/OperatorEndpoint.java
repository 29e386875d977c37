package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.ceremony.KeyCeremony;
import io.argosy.custody.ceremony.RefreshCeremony;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.Quarantine;
import io.argosy.custodycore.Gate;
import io.argosy.model.DaemonId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import io.argosy.proto.custodyoperator.v1.FreezeResponse;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.GenerateKeyResponse;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyResponse;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.RefreshKeyRequest;
import io.argosy.proto.custodyoperator.v1.RefreshKeyResponse;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineRequest;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineResponse;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.proto.custodyoperator.v1.ReportKeysResponse;
import io.argosy.proto.custodyoperator.v1.RewrapRequest;
import io.argosy.proto.custodyoperator.v1.RewrapResponse;
import io.argosy.proto.custodyoperator.v1.ThawRequest;
import io.argosy.proto.custodyoperator.v1.ThawResponse;
import io.argosy.proto.custodyoperator.v1.UnsealRequest;
import io.argosy.proto.custodyoperator.v1.UnsealResponse;
import io.argosy.servicekit.Caller;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/** The operator port: what administrators of this host may ask. */
public final class OperatorEndpoint extends OperatorServiceGrpc.OperatorServiceImplBase {
  private final Gate gate;
  private final KeyCeremony ceremony;
  private final RefreshCeremony refresh;
  private final Freezing freezing;
  private final Quarantine quarantine;
  private final KeyStoreWire keyStore;

  public OperatorEndpoint(
      Gate gate,
      KeyCeremony ceremony,
      RefreshCeremony refresh,
      Freezing freezing,
      Quarantine quarantine,
      KeyStoreWire keyStore) {
    this.gate = gate;
    this.ceremony = ceremony;
    this.refresh = refresh;
    this.freezing = freezing;
    this.quarantine = quarantine;
    this.keyStore = keyStore;
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
    var key = KeyNames.parse(request.getKeyId());
    switch (held(() -> ceremony.make(key))) {
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

  @Override
  public void refreshKey(RefreshKeyRequest request, StreamObserver<RefreshKeyResponse> out) {
    var key = KeyNames.parse(request.getKeyId());
    if (request.getEpoch() < 0) {
      throw Refusals.invalid("epoch", "below 2^31");
    }
    switch (held(() -> refresh.leave(key, request.getEpoch()))) {
      case RefreshCeremony.Refreshed.Done(var certificate) -> {
        out.onNext(
            RefreshKeyResponse.newBuilder()
                .setEpoch(certificate.epoch())
                .setPublicKey(ByteString.copyFrom(certificate.publicKeyBytes()))
                .setTranscript(ByteString.copyFrom(certificate.transcript().bytes()))
                .build());
        out.onCompleted();
      }
      case RefreshCeremony.Refreshed.Unknown _ ->
          throw Refusal.of(Reason.REASON_KEY_UNKNOWN, "key_id", key + " was not made here");
      case RefreshCeremony.Refreshed.Elsewhere(int epoch) ->
          throw Refusal.of(Reason.REASON_WRONG_STATE, "epoch", epoch + " is in force");
      case RefreshCeremony.Refreshed.Sealed(var cause) ->
          throw Refusal.of(Reason.REASON_KEY_STORE_SEALED, "cause", cause);
      case RefreshCeremony.Refreshed.Prepared(int epoch, var missing) ->
          throw Refusal.of(
              Reason.REASON_PEER_UNREACHABLE,
              "daemons",
              "%s did not sign epoch %d yet; it is prepared here and comes into force by itself"
                  .formatted(missing, epoch));
      case RefreshCeremony.Refreshed.Lost(int shares) ->
          throw Refusal.of(
              Reason.REASON_WRONG_STATE, "shares", shares + " are left, fewer than sign");
      case RefreshCeremony.Refreshed.Failed(var failure) -> throw Refusals.of(failure);
    }
  }

  private interface Ceremony<T> {
    T hold() throws IOException, InterruptedException;
  }

  private static <T> T held(Ceremony<T> ceremony) {
    try {
      return ceremony.hold();
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
    if (request.getWipe()) {
      keyStore.wipe("a freeze by " + officer);
    }
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

  @Override
  public void reportKeys(ReportKeysRequest request, StreamObserver<ReportKeysResponse> out) {
    out.onNext(keyStore.report());
    out.onCompleted();
  }

  @Override
  public void rewrap(RewrapRequest request, StreamObserver<RewrapResponse> out) {
    out.onNext(keyStore.rewrap());
    out.onCompleted();
  }

  @Override
  public void unseal(UnsealRequest request, StreamObserver<UnsealResponse> out) {
    out.onNext(keyStore.unseal());
    out.onCompleted();
  }
}
