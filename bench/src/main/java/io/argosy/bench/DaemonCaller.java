package io.argosy.bench;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.CustodyAlone;
import io.argosy.cli.deploy.Deployment;
import io.argosy.model.Leaf;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks daemons for signatures as api-service does: the same request to each of a quorum. */
final class DaemonCaller implements AutoCloseable {
  private static final int CHUNK = 2_000;
  private static final int GAS = 100_000;
  private final CustodyAlone.Facts facts;
  private final SignedStatement signed;
  private final List<GrpcClient> daemons = new ArrayList<>();
  private final List<Acknowledgement> acknowledgements = new ArrayList<>();

  /** Registers a statement of so many payouts at every daemon. */
  static DaemonCaller open(CustodyAlone.Facts facts, int payouts) throws Exception {
    var caller = new DaemonCaller(facts, SignedStatement.of(facts, payouts));
    for (var daemon : facts.genesis().daemons()) {
      var identity = new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, daemon.id().text());
      String address = facts.addresses().get(daemon.index() - 1);
      caller.daemons.add(GrpcClient.to(address, facts.application(), identity));
    }
    for (var daemon : caller.daemons) {
      caller.acknowledgements.add(caller.register(daemon));
    }
    return caller;
  }

  private DaemonCaller(CustodyAlone.Facts facts, SignedStatement signed) {
    this.facts = facts;
    this.signed = signed;
  }

  private Acknowledgement register(GrpcClient daemon)
      throws IOException, InterruptedException, StatusException {
    var call =
        CustodyServiceGrpc.newBlockingV2Stub(daemon.channel())
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .register();
    var head =
        RegistrationHead.newBuilder()
            .setStatement(ByteString.copyFrom(signed.statement().encoded()));
    signed.signatures().forEach(each -> head.addSignatures(PersonSignatureWire.wire(each)));
    boolean going = call.write(RegisterRequest.newBuilder().setHead(head).build());
    var leaves = signed.leaves().stream().map(Leaf::encoded).map(ByteString::copyFrom).toList();
    for (int from = 0; going && from < leaves.size(); from += CHUNK) {
      var chunk = leaves.subList(from, Math.min(from + CHUNK, leaves.size()));
      going =
          call.write(
              RegisterRequest.newBuilder()
                  .setLeaves(LeafChunk.newBuilder().addAllLeaves(chunk))
                  .build());
    }
    call.halfClose();
    var answer = call.read();
    if (answer == null) {
      throw new IOException("no acknowledgement");
    }
    return answer.getAcknowledgement();
  }

  /**
   * Has a quorum sign one authorization for each of the first payouts.
   *
   * @param quorum indexes from 1, rising
   */
  void sign(List<Integer> quorum, int count) throws IOException, InterruptedException {
    var request = request(quorum, count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<SignResponse>>();
      for (int index : quorum) {
        answers.add(threads.submit(() -> ask(daemons.get(index - 1), request)));
      }
      for (var answer : answers) {
        if (answer.get().getSignaturesCount() != count) {
          throw new IOException("a signature is missing");
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /**
   * As api-service asks: the first member that signs is enough; once one said no, the others get a
   * moment to say why. Empty when it is signed.
   */
  Optional<String> refused(List<Integer> quorum, int count) throws InterruptedException {
    var request = request(quorum, count);
    var said = new LinkedBlockingQueue<Optional<String>>();
    for (int index : quorum) {
      var _ = Thread.ofVirtual().start(() -> said.add(word(daemons.get(index - 1), request)));
    }
    var first = said.take();
    if (first.isEmpty()) {
      return first;
    }
    var second = said.poll(1, TimeUnit.SECONDS);
    return second == null || second.isPresent() ? first : second;
  }

  private static Optional<String> word(GrpcClient daemon, SignRequest request) {
    try {
      var _ = ask(daemon, request);
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      daemon.reconnect();
      return Optional.of(e.getStatus().toString());
    }
  }

  private static SignResponse ask(GrpcClient daemon, SignRequest request) {
    return CustodyServiceGrpc.newBlockingStub(daemon.channel())
        .withDeadlineAfter(120, TimeUnit.SECONDS)
        .sign(request);
  }

  private SignRequest request(List<Integer> quorum, int count) {
    var statement = signed.statement();
    var request =
        SignRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setKeyId(facts.treasury().key().text())
            .setStatementHash(ByteString.copyFrom(statement.hash().bytes()))
            .addAllAcknowledgements(acknowledgements);
    quorum.forEach(
        index -> request.addQuorum(facts.genesis().daemons().get(index - 1).id().text()));
    for (int leaf = 0; leaf < count; leaf++) {
      request.addIntents(
          Intent.newBuilder()
              .setPay(
                  PayIntent.newBuilder()
                      .addLeaves(leaf)
                      .setAsset(signed.leaves().get(leaf).asset().toString())
                      .setDeadline(statement.expiry().getEpochSecond())
                      .setItemGas(GAS)));
    }
    return request.build();
  }

  @Override
  public void close() {
    daemons.forEach(GrpcClient::close);
  }
}
