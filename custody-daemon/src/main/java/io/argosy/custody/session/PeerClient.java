package io.argosy.custody.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.argosy.custodycore.Checkpoint;
import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.TakeoverJournal.Takeover;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.CheckpointPlace;
import io.argosy.proto.custodypeer.v1.DeliverHead;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.LeaveRequest;
import io.argosy.proto.custodypeer.v1.PassFreezeRequest;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadCertificatesRequest;
import io.argosy.proto.custodypeer.v1.ReadCheckpointRequest;
import io.argosy.proto.custodypeer.v1.ReadCheckpointResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One other daemon, reached on its peer port under its own identity. Thread-safe. */
final class PeerClient implements AutoCloseable {
  private static final Duration HEALTH = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofSeconds(1);

  /** Bytes of a message that go at a time. */
  static final int FRAME = 256 << 10;

  private static final Duration FREEZE = Duration.ofSeconds(2);
  private static final Duration CERTIFICATES = Duration.ofSeconds(2);
  private static final Duration CHECKPOINT = Duration.ofSeconds(10);
  private static final int MOST_TEXT = 64 << 10;
  private static final int MOST_OFFICERS = 64;
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

  /** Hands one message over; waits for the peer to take each frame before the next is read. */
  Taken deliver(String session, int round, byte[] body, Duration patience) {
    var call =
        PeerServiceGrpc.newBlockingV2Stub(client.channel())
            .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
            .deliver();
    try {
      var head =
          DeliverHead.newBuilder().setSession(session).setRound(round).setLength(body.length);
      boolean going = call.write(DeliverRequest.newBuilder().setHead(head).build());
      for (int from = 0; going && from < body.length; from += FRAME) {
        var frame =
            UnsafeByteOperations.unsafeWrap(body, from, Math.min(FRAME, body.length - from));
        going = call.write(DeliverRequest.newBuilder().setFrame(frame).build());
      }
      call.halfClose();
      return call.read() == null ? Taken.NOT_NOW : Taken.YES;
    } catch (StatusException e) {
      return refused(e);
    } catch (InterruptedException e) {
      call.cancel("interrupted", e);
      Thread.currentThread().interrupt();
      return Taken.NOT_NOW;
    }
  }

  /** Says that a session is over here; whoever does not hear it waits in vain, not for ever. */
  void leave(String session) {
    try {
      var _ =
          PeerServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(LEAVE.toMillis(), TimeUnit.MILLISECONDS)
              .leave(LeaveRequest.newBuilder().setSession(session).build());
    } catch (StatusRuntimeException e) {
      client.reconnect();
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

  /** One page of what it agreed to before an epoch was in force. */
  CheckpointRead checkpoint(Takeover takeover, Place from) {
    var place =
        CheckpointPlace.newBuilder()
            .setPart(from.part())
            .setPosition(from.position())
            .setNumber(from.number());
    var request =
        ReadCheckpointRequest.newBuilder()
            .setKeyId(takeover.key().key().text())
            .setEpoch(takeover.key().epoch())
            .setRosterVersion(takeover.to())
            .setFrom(place);
    try {
      return page(
          PeerServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(CHECKPOINT.toMillis(), TimeUnit.MILLISECONDS)
              .readCheckpoint(request.build()));
    } catch (StatusRuntimeException e) {
      Taken _ = refused(e);
      return new CheckpointRead.Not(
          Refusal.in(e).map(each -> each.reason().name()).orElse("PEER_UNREACHABLE"));
    } catch (IllegalArgumentException e) {
      return new CheckpointRead.Not("malformed");
    }
  }

  private static CheckpointRead page(ReadCheckpointResponse said) {
    boolean fits =
        said.getText().size() <= MOST_TEXT
            && said.getSignature().size() <= MOST_TEXT
            && said.getPolicy().size() <= MOST_TEXT
            && said.getOfficersCount() <= MOST_OFFICERS;
    if (!fits) {
      return new CheckpointRead.Not("oversized");
    }
    var officers = said.getOfficersList().stream().map(PersonSignatureWire::parse).toList();
    var policy =
        Optional.of(new Policy.Signed(said.getPolicy().toByteArray(), officers))
            .filter(each -> each.text().length > 0);
    return new CheckpointRead.Page(
        new Checkpoint.Signed(
            said.getText().toByteArray(), said.getSignature().toByteArray(), policy));
  }

  /** For what the two tell each other. */
  TellClient telling() {
    return new TellClient(client);
  }

  private Taken refused(Exception answer) {
    var refusal = Refusal.in(answer);
    if (refusal.isEmpty()) {
      client.reconnect();
      return Taken.NOT_NOW;
    }
    var reason = refusal.get().reason();
    boolean passes = reason == Reason.REASON_RATE_LIMITED || reason == Reason.REASON_INTERNAL;
    return passes ? Taken.NOT_NOW : Taken.NEVER;
  }

  /** How a peer answers. */
  enum Health {
    ANSWERS,
    SLOW,
    /** Nobody listens there, or the connection broke. */
    AWAY
  }

  /** Does something each time that its connection is lost. */
  void whenLost(Runnable step) {
    client.whenLost(step);
  }

  /** Whether it answers now; one that was away is tried afresh, without waiting. */
  Health health() {
    try {
      var _ =
          HealthGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(HEALTH.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      return Health.ANSWERS;
    } catch (StatusRuntimeException e) {
      client.reconnect();
      return e.getStatus().getCode() == Status.Code.UNAVAILABLE ? Health.AWAY : Health.SLOW;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
