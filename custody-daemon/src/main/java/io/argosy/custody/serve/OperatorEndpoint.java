package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.ceremony.EpochCeremony;
import io.argosy.custody.ceremony.KeyCeremony;
import io.argosy.custody.ceremony.NextRoster;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.Quarantine;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import io.argosy.proto.custodyoperator.v1.FreezeResponse;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.GenerateKeyResponse;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyResponse;
import io.argosy.proto.custodyoperator.v1.InstallRosterRequest;
import io.argosy.proto.custodyoperator.v1.InstallRosterResponse;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.RefreshKeyRequest;
import io.argosy.proto.custodyoperator.v1.RefreshKeyResponse;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineRequest;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineResponse;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.proto.custodyoperator.v1.ReportKeysResponse;
import io.argosy.proto.custodyoperator.v1.ReshareKeyRequest;
import io.argosy.proto.custodyoperator.v1.ReshareKeyResponse;
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
  private final EpochCeremony epochs;
  private final Rosters rosters;
  private final NextRoster nextRoster;
  private final Freezing freezing;
  private final Quarantine quarantine;
  private final KeyStoreWire keyStore;

  public OperatorEndpoint(
      Gate gate,
      KeyCeremony ceremony,
      EpochCeremony epochs,
      Rosters rosters,
      NextRoster nextRoster,
      Freezing freezing,
      Quarantine quarantine,
      KeyStoreWire keyStore) {
    this.gate = gate;
    this.ceremony = ceremony;
    this.epochs = epochs;
    this.rosters = rosters;
    this.nextRoster = nextRoster;
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
      case KeyCeremony.Made.Gaps(var indexes) ->
          throw Refusal.of(
              Reason.REASON_WRONG_STATE,
              "roster",
              "its daemons are %s; a key is made by 1 to n without a gap".formatted(indexes));
      case KeyCeremony.Made.Failed(var failure) -> throw Refusals.of(failure);
    }
  }

  @Override
  public void refreshKey(RefreshKeyRequest request, StreamObserver<RefreshKeyResponse> out) {
    var key = KeyNames.parse(request.getKeyId());
    if (request.getEpoch() < 0) {
      throw Refusals.invalid("epoch", "below 2^31");
    }
    var certificate = renewed(key, held(() -> epochs.refresh(key, request.getEpoch())));
    out.onNext(
        RefreshKeyResponse.newBuilder()
            .setEpoch(certificate.epoch())
            .setPublicKey(ByteString.copyFrom(certificate.publicKeyBytes()))
            .setTranscript(ByteString.copyFrom(certificate.transcript().bytes()))
            .build());
    out.onCompleted();
  }

  @Override
  public void reshareKey(ReshareKeyRequest request, StreamObserver<ReshareKeyResponse> out) {
    var key = KeyNames.parse(request.getKeyId());
    var without = RosterWire.leaving(rosters, request.getWithoutList());
    var certificate = renewed(key, held(() -> epochs.reshare(key, without)));
    out.onNext(
        ReshareKeyResponse.newBuilder()
            .setEpoch(certificate.epoch())
            .setRosterVersion(rosters.find(certificate.roster()).orElseThrow().version())
            .setPublicKey(ByteString.copyFrom(certificate.publicKeyBytes()))
            .setTranscript(ByteString.copyFrom(certificate.transcript().bytes()))
            .build());
    out.onCompleted();
  }

  @Override
  public void installRoster(
      InstallRosterRequest request, StreamObserver<InstallRosterResponse> out) {
    byte[] text = SignOrderWire.text("roster", request.getRoster());
    var officers = SignOrderWire.signatures("signatures", request.getSignaturesList());
    var roster = Refusals.granted(held(() -> nextRoster.take(text, officers)));
    out.onNext(
        InstallRosterResponse.newBuilder()
            .setVersion(roster.version())
            .setHash(ByteString.copyFrom(roster.hash().bytes()))
            .build());
    out.onCompleted();
  }

  private static KeyCertificate renewed(KeyId key, EpochCeremony.Renewed answer) {
    return switch (answer) {
      case EpochCeremony.Renewed.Done(var certificate) -> certificate;
      case EpochCeremony.Renewed.Unknown _ ->
          throw Refusal.of(Reason.REASON_KEY_UNKNOWN, "key_id", key + " is not known here");
      case EpochCeremony.Renewed.Elsewhere(int epoch) ->
          throw Refusal.of(Reason.REASON_WRONG_STATE, "epoch", epoch + " is in force");
      case EpochCeremony.Renewed.Sealed(var cause) ->
          throw Refusal.of(Reason.REASON_KEY_STORE_SEALED, "cause", cause);
      case EpochCeremony.Renewed.Prepared(int epoch, var missing) ->
          throw Refusal.of(
              Reason.REASON_PEER_UNREACHABLE,
              "daemons",
              "%s did not sign epoch %d yet; it is prepared here and comes into force by itself"
                  .formatted(missing, epoch));
      case EpochCeremony.Renewed.Lost(int shares) ->
          throw Refusal.of(
              Reason.REASON_WRONG_STATE, "shares", shares + " take part, fewer than sign");
      case EpochCeremony.Renewed.NotNeeded(var daemon) ->
          throw Refusal.of(
              Reason.REASON_WRONG_STATE,
              "without",
              daemon + " leaves and hands nothing over: name it to all the others");
      case EpochCeremony.Renewed.Failed(var failure) -> throw Refusals.of(failure);
    };
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
