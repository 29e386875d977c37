package io.argosy.custody.session;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Tell;
import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadRegistrationRequest;
import io.argosy.proto.custodypeer.v1.ReadRegistrationResponse;
import io.argosy.proto.custodypeer.v1.TellRequest;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells one other daemon, and reads its registrations. Thread-safe. */
public final class TellClient {
  private static final Duration TELL = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final int MOST_TEXT = 64 << 10;
  private static final int MOST_SIGNATURES = 64;
  private static final int MOST_LEAVES = 100_000;
  private static final int MOST_LEAF_BYTES = 256;
  private final GrpcClient client;

  TellClient(GrpcClient client) {
    this.client = client;
  }

  /** What a peer says to a tell. */
  public sealed interface Told {
    /**
     * It was heard.
     *
     * @param after number of the last registration that need not be told again
     */
    record Taken(long after) implements Told {}

    /** It cannot be reached, or was told too much. */
    record NotNow() implements Told {}

    /** It does not believe it. */
    record Never(String reason) implements Told {}
  }

  /** Tells, and shows a policy where one is given. */
  public Told tell(Tell.Signed said, Optional<Policy.Signed> policy) {
    var request =
        TellRequest.newBuilder()
            .setText(ByteString.copyFrom(said.text()))
            .setSignature(ByteString.copyFrom(said.signature()));
    policy.ifPresent(
        shown -> {
          request.setPolicy(ByteString.copyFrom(shown.text()));
          shown.officers().stream().map(PersonSignatureWire::wire).forEach(request::addOfficers);
        });
    try {
      var answer =
          PeerServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(TELL.toMillis(), TimeUnit.MILLISECONDS)
              .tell(request.build());
      return new Told.Taken(Math.max(0, answer.getAfter()));
    } catch (StatusRuntimeException e) {
      return lasting(e).<Told>map(Told.Never::new).orElseGet(Told.NotNow::new);
    }
  }

  /** What a peer shows of a registration. */
  public sealed interface Read {
    /** All of it; nothing is checked but its size. */
    record Whole(byte[] text, List<byte[]> leaves, List<PersonSignature> signatures)
        implements Read {
      public Whole {
        leaves = List.copyOf(leaves);
        signatures = List.copyOf(signatures);
      }
    }

    /** It cannot be reached, or has no time now. */
    record NotNow() implements Read {}

    /** It does not show it, or no registration. */
    record Never(String reason) implements Read {}
  }

  /** Reads one registration. */
  public Read read(Digest32 statement) {
    var request =
        ReadRegistrationRequest.newBuilder()
            .setStatementHash(ByteString.copyFrom(statement.bytes()))
            .build();
    var call =
        PeerServiceGrpc.newBlockingV2Stub(client.channel())
            .withDeadlineAfter(READ.toMillis(), TimeUnit.MILLISECONDS)
            .readRegistration(request);
    try {
      return whole(call);
    } catch (StatusException e) {
      return lasting(e).<Read>map(Read.Never::new).orElseGet(Read.NotNow::new);
    } catch (IllegalArgumentException e) {
      call.cancel("not a registration", e);
      return new Read.Never("malformed");
    } catch (InterruptedException e) {
      call.cancel("interrupted", e);
      Thread.currentThread().interrupt();
      return new Read.NotNow();
    }
  }

  private static Read whole(BlockingClientCall<?, ReadRegistrationResponse> call)
      throws InterruptedException, StatusException {
    byte[] text = new byte[0];
    List<PersonSignature> signatures = List.of();
    var leaves = new ArrayList<byte[]>();
    for (var part = call.read(); part != null; part = call.read()) {
      var head = part.getHead();
      if (part.hasHead()) {
        require(text.length == 0 && head.getStatement().size() <= MOST_TEXT);
        require(head.getSignaturesCount() <= MOST_SIGNATURES);
        text = head.getStatement().toByteArray();
        signatures = head.getSignaturesList().stream().map(PersonSignatureWire::parse).toList();
      }
      require(leaves.size() + part.getLeaves().getLeavesCount() <= MOST_LEAVES);
      for (var leaf : part.getLeaves().getLeavesList()) {
        require(leaf.size() <= MOST_LEAF_BYTES);
        leaves.add(leaf.toByteArray());
      }
    }
    return new Read.Whole(text, leaves, signatures);
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("not a registration");
    }
  }

  /** The reason of a refusal that will be the same tomorrow. */
  private Optional<String> lasting(Exception answer) {
    var reason = Refusal.in(answer).map(Refusal::reason);
    if (reason.isEmpty()) {
      client.reconnect();
    }
    return reason
        .filter(r -> r != Reason.REASON_RATE_LIMITED && r != Reason.REASON_INTERNAL)
        .map(Reason::name);
  }
}
