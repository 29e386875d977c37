package io.argosy.cli.attack;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.Deployment;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks every daemon directly, with the api-service's own certificate. */
public final class CustodyCaller implements AutoCloseable {
  private static final int SECONDS = 30;
  private final SortedMap<String, GrpcClient> daemons = new TreeMap<>();

  private CustodyCaller() {}

  /** Opens a channel to each daemon. */
  public static CustodyCaller open(Deployment deployment) throws IOException {
    var caller = new CustodyCaller();
    for (var daemon : deployment.facts().genesis().daemons()) {
      String name = daemon.id().text();
      var identity = new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, name);
      Integer port = deployment.ports(name).get("client");
      caller.daemons.put(
          name, GrpcClient.to("127.0.0.1:" + port, deployment.apiCustodyCertificate(), identity));
    }
    return caller;
  }

  /** What one daemon says. */
  public sealed interface Said<T> {
    /** What was asked for. */
    record Gave<T>(T value) implements Said<T> {}

    /** No, with the reason of the catalogue. */
    record Refused<T>(String reason, String detail) implements Said<T> {}
  }

  private interface Question<T> {
    T ask(GrpcClient daemon) throws Exception;
  }

  private <T> SortedMap<String, Said<T>> all(List<String> names, Question<T> question)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new TreeMap<String, Future<Said<T>>>();
      for (String name : names) {
        var daemon = daemons.get(name);
        if (daemon != null) {
          asked.put(name, threads.submit(() -> answer(daemon, question)));
        }
      }
      var said = new TreeMap<String, Said<T>>();
      for (var each : asked.entrySet()) {
        said.put(each.getKey(), each.getValue().get());
      }
      return said;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Said<T> answer(GrpcClient daemon, Question<T> question) throws Exception {
    try {
      return new Said.Gave<>(question.ask(daemon));
    } catch (StatusRuntimeException e) {
      return Refusal.in(e)
          .<Said<T>>map(
              refusal ->
                  new Said.Refused<>(
                      refusal.reason().name().substring("REASON_".length()),
                      String.valueOf(refusal.details())))
          .orElseGet(() -> new Said.Refused<>(e.getStatus().getCode().name(), ""));
    }
  }

  /** Names of all daemons. */
  public List<String> names() {
    return List.copyOf(daemons.keySet());
  }

  /** Registers at every daemon. */
  public SortedMap<String, Said<Acknowledgement>> register(
      Statement statement, List<Leaf> leaves, List<PersonSignature> signatures)
      throws InterruptedException {
    return register(
        parts(statement.encoded(), leaves.stream().map(Leaf::encoded).toList(), signatures));
  }

  /** A registration as it goes over the wire. */
  public static List<RegisterRequest> parts(
      byte[] text, List<byte[]> leaves, List<PersonSignature> signatures) {
    var head = RegistrationHead.newBuilder().setStatement(ByteString.copyFrom(text));
    signatures.forEach(signature -> head.addSignatures(PersonSignatureWire.wire(signature)));
    var chunk = LeafChunk.newBuilder();
    leaves.forEach(leaf -> chunk.addLeaves(ByteString.copyFrom(leaf)));
    return List.of(
        RegisterRequest.newBuilder().setHead(head).build(),
        RegisterRequest.newBuilder().setLeaves(chunk).build());
  }

  /** Registers whatever these parts say. */
  public SortedMap<String, Said<Acknowledgement>> register(List<RegisterRequest> parts)
      throws InterruptedException {
    return all(names(), daemon -> stream(daemon, parts));
  }

  private static Acknowledgement stream(GrpcClient daemon, List<RegisterRequest> parts)
      throws Exception {
    var answer = new CompletableFuture<RegisterResponse>();
    var requests =
        CustodyServiceGrpc.newStub(daemon.channel())
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .register(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RegisterResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(Status.INTERNAL.asRuntimeException());
                  }
                });
    parts.forEach(requests::onNext);
    requests.onCompleted();
    try {
      return answer.get().getAcknowledgement();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StatusRuntimeException status ? status : e;
    }
  }

  /** Sends the same request to each member of its quorum, and to whoever else is named. */
  public SortedMap<String, Said<SignResponse>> sign(SignRequest request, List<String> to)
      throws InterruptedException {
    return all(
        to,
        daemon ->
            CustodyServiceGrpc.newBlockingStub(daemon.channel())
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .sign(request));
  }

  @Override
  public void close() {
    daemons.values().forEach(GrpcClient::close);
  }
}
