package io.argosy.reconcile.custody;

import com.google.protobuf.ByteString;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.ReadRegistrationsRequest;
import io.argosy.proto.custody.v1.ReadRegistrationsResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Refusal;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One daemon, as the watcher asks it. Thread-safe. */
public final class CustodyClient implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MOST_LEAVES = 100_000;
  private static final int MOST_LEAF_BYTES = 256;
  private final DaemonId daemon;
  private final GrpcClient client;

  public CustodyClient(DaemonId daemon, GrpcClient client) {
    this.daemon = daemon;
    this.client = client;
  }

  public DaemonId daemon() {
    return daemon;
  }

  /** What a daemon says of itself. */
  record Status(String daemon, byte[] genesis, long generation) {}

  /** One registration as it came, unchecked. */
  record Told(long position, byte[] statement, List<byte[]> leaves) {}

  private CustodyServiceBlockingStub within(Duration deadline) {
    return CustodyServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  Status status() throws IOException {
    try {
      var answer = within(SHORT).getStatus(GetStatusRequest.getDefaultInstance());
      return new Status(
          answer.getDaemonId(), answer.getGenesisHash().toByteArray(), answer.getGeneration());
    } catch (StatusRuntimeException e) {
      throw noAnswer(e);
    }
  }

  /** Hands over each registration after a position as soon as it is whole; a cut one never. */
  void registrations(long after, Consumer<Told> take) throws IOException {
    var request = ReadRegistrationsRequest.newBuilder().setAfter(after).build();
    Optional<Told> open = Optional.empty();
    try {
      var answers = within(LONG).readRegistrations(request);
      while (answers.hasNext()) {
        open = part(open, answers.next(), take);
      }
    } catch (StatusRuntimeException e) {
      throw noAnswer(e);
    }
    open.ifPresent(take);
  }

  private Optional<Told> part(
      Optional<Told> open, ReadRegistrationsResponse part, Consumer<Told> take) throws IOException {
    return switch (part.getPartCase()) {
      case HEAD -> {
        open.ifPresent(take);
        byte[] statement = part.getHead().getStatement().toByteArray();
        yield Optional.of(new Told(part.getPosition(), statement, new ArrayList<>()));
      }
      case LEAVES -> {
        if (open.filter(head -> head.position() == part.getPosition()).isEmpty()) {
          throw new IOException(daemon + " tells leaves without their head");
        }
        add(part.getLeaves().getLeavesList(), open.get().leaves());
        yield open;
      }
      case PART_NOT_SET -> throw new IOException(daemon + " tells an empty part");
    };
  }

  /** One daemon may be an attacker's: what it tells fills no memory. */
  private void add(List<ByteString> more, List<byte[]> leaves) throws IOException {
    for (ByteString leaf : more) {
      if (leaves.size() == MOST_LEAVES || leaf.size() > MOST_LEAF_BYTES) {
        throw new IOException(daemon + " tells more than a statement can hold");
      }
      leaves.add(leaf.toByteArray());
    }
  }

  /**
   * Scopes that are frozen at the daemon after it took the order; none where it will never take it,
   * because officers thawed up to a higher number.
   */
  public List<String> freeze(byte[] order, KeyId watcher, byte[] signature) throws IOException {
    var request =
        FreezeRequest.newBuilder()
            .setOrder(ByteString.copyFrom(order))
            .setWatcher(watcher.text())
            .setSignature(ByteString.copyFrom(signature))
            .build();
    try {
      return List.copyOf(within(SHORT).freeze(request).getFrozenList());
    } catch (StatusRuntimeException e) {
      if (Refusal.in(e).filter(r -> r.reason() == Reason.REASON_ORDER_INVALID).isPresent()) {
        return List.of();
      }
      throw noAnswer(e);
    }
  }

  private IOException noAnswer(StatusRuntimeException e) {
    return new IOException(daemon + ": " + e.getStatus().getCode(), e);
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return daemon.toString();
  }
}
