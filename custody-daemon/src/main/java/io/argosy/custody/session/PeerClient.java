package io.argosy.custody.session;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.PassFreezeRequest;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadCertificatesRequest;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Refusal;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One other daemon, reached on its peer port under its own identity. Thread-safe. */
final class PeerClient implements AutoCloseable {
  private static final Duration HEALTH = Duration.ofMillis(500);
  private static final Duration FREEZE = Duration.ofSeconds(2);
  private static final Duration CERTIFICATES = Duration.ofSeconds(2);
  private final GrpcClient client;

  PeerClient(GrpcClient client) {
    this.client = client;
  }

  /** What a peer says to what it was handed. */
  enum Taken {
    YES,
    /** It cannot be reached, or has no room now. */
    NOT_NOW,
    /** It will not take this, however often. */
    NEVER
  }

  /** Hands one message over. */
  Taken deliver(String session, int round, byte[] body, Duration patience) {
    var request =
        DeliverRequest.newBuilder()
            .setSession(session)
            .setRound(round)
            .setBody(ByteString.copyFrom(body))
            .build();
    try {
      var _ =
          PeerServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
              .deliver(request);
      return Taken.YES;
    } catch (StatusRuntimeException e) {
      return refused(e);
    }
  }

  /** Passes a freeze on. */
  Taken passFreeze(FreezeOrder.Signed freeze) {
    var request =
        PassFreezeRequest.newBuilder()
            .setOrder(ByteString.copyFrom(freeze.order().encoded()))
            .setSigner(freeze.signer().text())
            .setSignature(ByteString.copyFrom(freeze.signature()))
            .build();
    try {
      var _ =
          PeerServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(FREEZE.toMillis(), TimeUnit.MILLISECONDS)
              .passFreeze(request);
      return Taken.YES;
    } catch (StatusRuntimeException e) {
      return refused(e);
    }
  }

  /** What it has of a key's certificates; nothing while it cannot be reached. */
  List<byte[]> certificates(KeyId key) {
    try {
      return PeerServiceGrpc.newBlockingStub(client.channel())
          .withDeadlineAfter(CERTIFICATES.toMillis(), TimeUnit.MILLISECONDS)
          .readCertificates(ReadCertificatesRequest.newBuilder().setKeyId(key.text()).build())
          .getCertificatesList()
          .stream()
          .map(ByteString::toByteArray)
          .toList();
    } catch (StatusRuntimeException e) {
      Taken _ = refused(e);
      return List.of();
    }
  }

  private Taken refused(StatusRuntimeException answer) {
    var refusal = Refusal.in(answer);
    if (refusal.isEmpty()) {
      client.reconnect();
      return Taken.NOT_NOW;
    }
    var reason = refusal.get().reason();
    boolean passes = reason == Reason.REASON_RATE_LIMITED || reason == Reason.REASON_INTERNAL;
    return passes ? Taken.NOT_NOW : Taken.NEVER;
  }

  /** Whether it answers now; one that was away is tried afresh, without waiting. */
  boolean answers() {
    try {
      var _ =
          HealthGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(HEALTH.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      client.reconnect();
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
