package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.argosy.chain.PublicKeys;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import io.argosy.custodycore.StoreId;
import io.argosy.model.AccountId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.GenerateKeyResponse;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.InstallRosterRequest;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.argosy.proto.custodyoperator.v1.ReshareKeyRequest;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Refusal;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Three custody daemons as processes of their own, and callers of every kind. */
final class Trio implements AutoCloseable {
  private final Path folder;
  private final Class<?> program;
  private final CertificateAuthority authority;
  private final List<Host> hosts = new ArrayList<>();
  private final List<GrpcClient> clients = new ArrayList<>();
  private Optional<InstallPolicyRequest> policy = Optional.empty();
  final Roster roster;
  final Digest32 genesis;

  Trio(Path folder) throws Exception {
    this(folder, CustodyDaemon.class);
  }

  /**
   * @param program whose main each daemon runs
   */
  Trio(Path folder, Class<?> program) throws Exception {
    this(folder, program, Host::passphrase);
  }

  /** Gives a host its key store before the daemon is listed. */
  interface Equipment {
    StoreId of(Host host) throws Exception;
  }

  Trio(Path folder, Class<?> program, Equipment equipment) throws Exception {
    this.folder = folder;
    this.program = program;
    this.authority = CertificateAuthority.create("custody", new SecureRandom());
    for (int index = 1; index <= 3; index++) {
      hosts.add(new Host(folder, index, program));
    }
    var stores = new ArrayList<StoreId>();
    for (var host : hosts) {
      host.prepare();
      stores.add(equipment.of(host));
    }
    roster = Documents.roster(hosts.stream().map(Host::peerPort).toList(), stores);
    genesis = roster.hash();
    for (var host : hosts) {
      host.prepare(roster, authority);
      var _ = host.start();
    }
    for (var host : hosts) {
      host.awaitReady();
    }
  }

  /** One more host, whose daemon has yet to be given the rosters that list it. */
  void add() throws Exception {
    hosts.add(new Host(folder, hosts.size() + 1, program));
  }

  /** Starts a host that was added, with the versions of the roster since the genesis. */
  void start(int index, List<SignedRoster> next) throws Exception {
    host(index).prepare();
    host(index).prepare(roster, authority, next);
    host(index).start().awaitReady();
  }

  /** The line of a host in a version of the roster. */
  Roster.Daemon listed(int index) {
    return Documents.daemon(index, host(index).peerPort());
  }

  /** Officers sign a version, and hosts take it. */
  SignedRoster install(Roster next, List<Integer> hosts) throws Exception {
    var signed = new SignedRoster(next.encoded(), People.officers(genesis, next.hash()));
    for (int index : hosts) {
      var _ = operator(index, "custody-operator/security").installRoster(request(signed));
    }
    return signed;
  }

  static InstallRosterRequest request(SignedRoster signed) {
    var request = InstallRosterRequest.newBuilder().setRoster(bytes(signed.text()));
    signed.officers().stream().map(PersonSignatureWire::wire).forEach(request::addSignatures);
    return request.build();
  }

  /** Starts handing a key over on some hosts; what each answers, or how it refuses. */
  List<Object> reshare(List<Integer> hosts, String... without) throws Exception {
    var request =
        ReshareKeyRequest.newBuilder()
            .setKeyId(Documents.KEY.text())
            .addAllWithout(List.of(without))
            .build();
    var calls = new ArrayList<Callable<Object>>();
    for (int index : hosts) {
      var operator = operator(index, "custody-operator/security");
      calls.add(
          () -> {
            try {
              return operator.reshareKey(request);
            } catch (StatusRuntimeException e) {
              return e;
            }
          });
    }
    return together(calls);
  }

  Host host(int index) {
    return hosts.get(index - 1);
  }

  /** A certificate of custody's authority for {@code role/name}. */
  Tls as(String roleAndName) throws Exception {
    var issued =
        authority.issue(
            folder,
            "caller-" + new SecureRandom().nextLong(),
            Optional.of("argosy://demo/" + roleAndName));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  private GrpcClient client(String address, Tls tls, int index) throws Exception {
    var client = GrpcClient.to(address, tls, Host.identity(index));
    clients.add(client);
    return client;
  }

  CustodyServiceBlockingStub custody(int index, String caller) throws Exception {
    var client = client(host(index).clientAddress(), as(caller), index);
    return CustodyServiceGrpc.newBlockingStub(client.channel());
  }

  OperatorServiceBlockingStub operator(int index, String caller) throws Exception {
    var client = client(host(index).operatorAddress(), as(caller), index);
    return OperatorServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(40, TimeUnit.SECONDS);
  }

  GrpcClient peerPort(int index, String caller) throws Exception {
    return client(host(index).peerAddress(), as(caller), index);
  }

  /** Asks several at the same time, and answers in their order. */
  static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (Future<T> future : executor.invokeAll(calls)) {
        results.add(value(future));
      }
      return results;
    }
  }

  private static <T> T value(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Waits until something is so. */
  static void await(Duration within, Callable<Boolean> condition) throws Exception {
    var end = Instant.now().plus(within);
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }

  /** What a host says of itself to the watcher. */
  GetStatusResponse status(int index) throws Exception {
    return custody(index, "reconcile-service/watch")
        .getStatus(GetStatusRequest.getDefaultInstance());
  }

  /** Asks the members of a quorum for the same signatures, as api-service does. */
  List<SignResponse> sign(SignRequest request, List<Integer> members) throws Exception {
    var calls = new ArrayList<Callable<SignResponse>>();
    for (int member : members) {
      var stub = custody(member, "api-service/api");
      calls.add(() -> stub.sign(request));
    }
    return together(calls);
  }

  /** Starts key generation on every host. */
  List<GenerateKeyResponse> generate(String key) throws Exception {
    var request = GenerateKeyRequest.newBuilder().setKeyId(key).build();
    var calls = new ArrayList<Callable<GenerateKeyResponse>>();
    for (int index = 1; index <= 3; index++) {
      var operator = operator(index, "custody-operator/security");
      calls.add(() -> operator.generateKey(request));
    }
    return together(calls);
  }

  static AccountId treasury(GenerateKeyResponse made) {
    var address = PublicKeys.address(made.getPublicKey().toByteArray());
    return new AccountId(Documents.CHAIN, address);
  }

  void installPolicy(AccountId treasury) throws Exception {
    installPolicy(treasury, IntStream.rangeClosed(1, hosts.size()).boxed().toList());
  }

  /** Gives hosts the policy that the first ones were given. */
  void installPolicy(AccountId treasury, List<Integer> on) throws Exception {
    var request = policy.orElseGet(() -> policy(treasury));
    policy = Optional.of(request);
    for (int index : on) {
      var _ = operator(index, "custody-operator/security").installPolicy(request);
    }
  }

  private InstallPolicyRequest policy(AccountId treasury) {
    var text = Documents.policy(genesis, treasury);
    var request = InstallPolicyRequest.newBuilder().setPolicy(bytes(text.encoded()));
    People.officers(genesis, text.hash()).stream()
        .map(PersonSignatureWire::wire)
        .forEach(request::addSignatures);
    return request.build();
  }

  static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }

  /** Streams a registration to one daemon. */
  Acknowledgement register(
      int index, StatementText statement, List<Leaf> leaves, List<PersonSignature> signatures)
      throws Exception {
    return registerEncoded(
        index, statement, leaves.stream().map(Leaf::encoded).toList(), signatures);
  }

  /** The same for leaves of whichever kind. */
  Acknowledgement registerEncoded(
      int index, StatementText statement, List<byte[]> leaves, List<PersonSignature> signatures)
      throws Exception {
    var client = client(host(index).clientAddress(), as("api-service/api"), index);
    var answer = new CompletableFuture<Acknowledgement>();
    var out =
        CustodyServiceGrpc.newStub(client.channel())
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .register(
                new StreamObserver<RegisterResponse>() {
                  @Override
                  public void onNext(RegisterResponse response) {
                    boolean _ = answer.complete(response.getAcknowledgement());
                  }

                  @Override
                  public void onError(Throwable cause) {
                    boolean _ = answer.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    var head = RegistrationHead.newBuilder().setStatement(bytes(statement.encoded()));
    signatures.stream().map(PersonSignatureWire::wire).forEach(head::addSignatures);
    out.onNext(RegisterRequest.newBuilder().setHead(head).build());
    for (int from = 0; from < leaves.size(); from += 50) {
      var chunk = LeafChunk.newBuilder();
      leaves.subList(from, Math.min(from + 50, leaves.size())).stream()
          .map(Trio::bytes)
          .forEach(chunk::addLeaves);
      out.onNext(RegisterRequest.newBuilder().setLeaves(chunk).build());
    }
    out.onCompleted();
    return value(answer);
  }

  /** Registers with every daemon what Mara made and Anna and Arno approved. */
  Registered register(AccountId treasury, String batch, int count) throws Exception {
    var leaves = Documents.leaves(treasury, batch, count);
    var statement = Documents.statement(genesis, treasury, batch, leaves);
    var registered = new Registered(statement, leaves, new ArrayList<>());
    for (int index = 1; index <= hosts.size(); index++) {
      register(index, registered);
    }
    return registered;
  }

  /** Registers with one more daemon. */
  void register(int index, Registered with) throws Exception {
    var people = People.makerAndApprovers(genesis, with.statement().hash());
    with.acknowledgements().add(register(index, with.statement(), with.leaves(), people));
  }

  /** A statement that all daemons acknowledged. */
  record Registered(
      Statement statement, List<Leaf> leaves, List<Acknowledgement> acknowledgements) {
    SignRequest request(String id, List<Integer> quorum, int... leaves) {
      var request =
          SignRequest.newBuilder()
              .setRequestId(id)
              .setKeyId(Documents.KEY.text())
              .addAllQuorum(quorum.stream().map(Host::name).toList())
              .setStatementHash(bytes(statement.hash().bytes()))
              .addAllAcknowledgements(acknowledgements);
      for (int leaf : leaves) {
        request.addIntents(
            Intent.newBuilder()
                .setPay(
                    PayIntent.newBuilder()
                        .addLeaves(leaf)
                        .setAsset(Documents.DUSD.toString())
                        .setDeadline(statement.expiry().getEpochSecond())
                        .setItemGas(100_000)));
      }
      return request.build();
    }
  }

  /** The reason of a call's refusal. */
  static Optional<Reason> reason(Throwable answer) {
    return Refusal.in(answer).map(Refusal::reason);
  }

  @Override
  public void close() {
    clients.forEach(GrpcClient::close);
    hosts.forEach(Host::close);
  }
}
