package io.argosy.api.custody;

import io.argosy.api.statement.StoredStatement;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.DaemonId;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.StatementText;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One custody daemon. The channel's certificate was held against its identity; what it answers is
 * for the caller to check. Thread-safe.
 */
public final class CustodyClient {
  private static final int LEAVES_A_CHUNK = 2_000;
  private final DaemonId id;
  private final CustodyServiceGrpc.CustodyServiceBlockingV2Stub stub;

  public CustodyClient(DaemonId id, Channel channel) {
    this.id = id;
    this.stub = CustodyServiceGrpc.newBlockingV2Stub(channel);
  }

  public DaemonId id() {
    return id;
  }

  /** Sends a statement, its leaves and what people signed; the same again is answered again. */
  public DaemonAnswer<Acknowledgement.Signed> register(
      StoredStatement stored, List<PersonSignature> signatures, Duration patience) {
    return register(stored.statement(), stored.leaves(), signatures, patience);
  }

  /** Sends what officers signed so that lanes are refilled; its leaves follow from its text. */
  public DaemonAnswer<Acknowledgement.Signed> register(
      FundStatement statement, List<PersonSignature> officers, Duration patience) {
    return register(statement, List.of(), officers, patience);
  }

  private DaemonAnswer<Acknowledgement.Signed> register(
      StatementText statement,
      List<Leaf> leaves,
      List<PersonSignature> signatures,
      Duration patience) {
    return ask(
        () -> {
          var call = stub.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS).register();
          boolean open = call.write(CustodyWire.head(statement, signatures));
          for (int from = 0; open && from < leaves.size(); from += LEAVES_A_CHUNK) {
            int to = Math.min(from + LEAVES_A_CHUNK, leaves.size());
            open = call.write(CustodyWire.chunk(leaves.subList(from, to)));
          }
          return CustodyWire.parse(answer(call).getAcknowledgement());
        });
  }

  /** A daemon that refuses early closes the call before it read all; its answer says why. */
  private static RegisterResponse answer(BlockingClientCall<RegisterRequest, RegisterResponse> call)
      throws StatusException, InterruptedException {
    call.halfClose();
    var answer = call.read();
    if (answer == null) {
      throw new IllegalArgumentException("no acknowledgement");
    }
    return answer;
  }

  /** Asks for a session's signatures, in the order of the intents. */
  public DaemonAnswer<List<IntentSignature>> sign(SignOrder order, Duration patience) {
    return ask(
        () ->
            CustodyWire.parse(
                stub.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .sign(CustodyWire.request(order))));
  }

  private static <T> DaemonAnswer<T> ask(Callable<T> question) {
    try {
      return new DaemonAnswer.Given<>(question.call());
    } catch (StatusException e) {
      return Refusal.in(e)
          .<DaemonAnswer<T>>map(CustodyClient::refused)
          .orElseGet(() -> new DaemonAnswer.Silent<>(e.getStatus().getCode().name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DaemonAnswer.Silent<>("interrupted");
    } catch (IllegalArgumentException e) {
      return new DaemonAnswer.Silent<>("unreadable: " + e.getMessage());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> DaemonAnswer<T> refused(Refusal refusal) {
    String reason = refusal.reason().name().substring("REASON_".length());
    var details = new TreeMap<>(refusal.details());
    return new DaemonAnswer.Refused<>(
        reason,
        String.join(
            "; ", details.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList()));
  }
}
