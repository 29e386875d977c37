package io.argosy.custody;

import static io.argosy.custody.Trio.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.VoidOrder;
import io.argosy.custody.Trio.Registered;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.model.AccountId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.VoidLeaf;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.FundIntent;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.KeyStoreState;
import io.argosy.proto.custody.v1.ReadRegistrationsRequest;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.proto.custody.v1.VoidIntent;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.ReleaseQuarantineRequest;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.proto.custodyoperator.v1.RewrapRequest;
import io.argosy.proto.custodyoperator.v1.ThawRequest;
import io.argosy.proto.custodyoperator.v1.UnsealRequest;
import io.argosy.proto.custodypeer.v1.DeliverHead;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three daemons as processes, over mutual TLS, on real files. What kills one of them comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CustodyDaemonIT {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final String API = "api-service/api";
  private static final String SECURITY = "custody-operator/security";
  private static final String WATCHER = "reconcile-service/watch";
  @TempDir static Path folder;
  private static Trio trio;
  private static AccountId treasury;
  private static Registered registered;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    trio = new Trio(folder);
    var made = trio.generate(Documents.KEY.text());
    assertThat(new HashSet<>(made)).hasSize(1);
    treasury = Trio.treasury(made.getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", 70);
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  private static CustodyServiceBlockingStub api(int index) throws Exception {
    return trio.custody(index, API);
  }

  private static List<SignResponse> sign(SignRequest request, int... members) throws Exception {
    return trio.sign(request, Arrays.stream(members).boxed().toList());
  }

  private static Optional<Reason> refused(Callable<?> call) {
    return Trio.reason(catchThrowable(call::call));
  }

  private static void bySignature(SignResponse answer) {
    assertThat(answer.getSignaturesList())
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(
                        new EcdsaSignature(each.getSignature().toByteArray())
                            .signer(Digest32.of(each.getDigest().toByteArray())))
                    .contains(treasury.address()));
  }

  @Test
  @Order(1)
  void whoIsNotAllowedIsRefusedOnEveryPort() throws Exception {
    var status = GetStatusRequest.getDefaultInstance();
    var key = GenerateKeyRequest.newBuilder().setKeyId("other").build();
    var head = DeliverHead.newBuilder().setSession("sign/x").setLength(1);
    var message = DeliverRequest.newBuilder().setHead(head).build();

    var client = trio.custody(1, "client/payroll");
    var watcher = trio.custody(1, WATCHER);
    var operator = trio.operator(1, API);
    var stranger = trio.peerPort(1, "custody-daemon/custody-9");
    var itself = trio.peerPort(1, "custody-daemon/custody-1");
    var application = trio.peerPort(1, API);

    assertThat(refused(() -> client.getStatus(status))).contains(Reason.REASON_ROLE_NOT_ALLOWED);
    assertThat(refused(() -> watcher.sign(SignRequest.getDefaultInstance())))
        .contains(Reason.REASON_ROLE_NOT_ALLOWED);
    assertThat(refused(() -> operator.generateKey(key))).contains(Reason.REASON_ROLE_NOT_ALLOWED);
    for (var caller : List.of(stranger, itself, application)) {
      var peer = PeerServiceGrpc.newBlockingV2Stub(caller.channel()).deliver();
      assertThat(
              refused(
                  () -> {
                    boolean _ = peer.write(message);
                    return peer.read();
                  }))
          .contains(Reason.REASON_ROLE_NOT_ALLOWED);
    }
  }

  @Test
  @Order(2)
  void aStatementThatPeopleDidNotApproveAsItIsIsRefusedByEveryDaemon() throws Exception {
    var leaves = Documents.leaves(treasury, "other", 3);
    var statement = Documents.statement(trio.genesis, treasury, "other", leaves);
    var people = People.makerAndApprovers(trio.genesis, statement.hash());
    var altered = new ArrayList<>(leaves);
    altered.set(1, Documents.leaves(treasury, "thief", 2).get(1));

    for (int index = 1; index <= 3; index++) {
      int daemon = index;
      assertThat(refused(() -> trio.register(daemon, statement, leaves, people.subList(0, 2))))
          .contains(Reason.REASON_APPROVALS_MISSING);
      assertThat(refused(() -> trio.register(daemon, statement, altered, people)))
          .contains(Reason.REASON_ROOT_MISMATCH);
    }
  }

  @Test
  @Order(3)
  void whatIsNotRegisteredOrUsedTwiceIsNotSigned() throws Exception {
    var leaves = Documents.leaves(treasury, "unseen", 1);
    var unseen = Documents.statement(trio.genesis, treasury, "unseen", leaves);
    var unknown = new Registered(unseen, leaves, registered.acknowledgements());
    var twice = registered.request("twice", List.of(1, 2), 0);

    assertThat(refused(() -> api(1).sign(unknown.request("u", List.of(1, 2), 0))))
        .contains(Reason.REASON_NOT_REGISTERED);
    var _ = sign(twice, 1, 2);
    assertThat(refused(() -> api(1).sign(twice))).contains(Reason.REASON_REQUEST_ID_REUSED);
    assertThat(refused(() -> api(3).sign(registered.request("out", List.of(1, 2), 0))))
        .contains(Reason.REASON_QUORUM_INVALID);
    var other = registered.request("k", List.of(1, 2), 0).toBuilder().setKeyId("no-key").build();
    assertThat(refused(() -> api(1).sign(other))).contains(Reason.REASON_KEY_UNKNOWN);
  }

  @Test
  @Order(4)
  void everyPairSignsAndSeveralAtOnce() throws Exception {
    var calls = new ArrayList<Callable<List<SignResponse>>>();
    var pairs = List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3), List.of(1, 2));
    for (var pair : pairs) {
      var request = registered.request("pair-" + calls.size(), pair, calls.size());
      calls.add(() -> sign(request, pair.get(0), pair.get(1)));
    }

    var answers = Trio.together(calls);

    assertThat(answers).hasSize(4);
    for (var answer : answers) {
      assertThat(answer.get(0)).isEqualTo(answer.get(1));
      bySignature(answer.getFirst());
    }
  }

  @Test
  @Order(5)
  void anOrderLargerThanOneSessionIsSignedInParts() throws Exception {
    var request = registered.request("large", List.of(2, 3), IntStream.range(0, 70).toArray());

    var answers = sign(request, 2, 3);

    assertThat(answers.getFirst().getSignaturesCount()).isEqualTo(70);
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    bySignature(answers.getFirst());
  }

  @Test
  @Order(6)
  void membersWhoAreAskedDifferentThingsSayDesyncAtOnceAndQuarantineNobody() throws Exception {
    var one = registered.request("torn", List.of(1, 2), 5);
    var two = registered.request("torn", List.of(1, 2), 6);
    var started = Instant.now();

    List<Callable<Optional<Reason>>> calls =
        List.of(() -> refused(() -> api(1).sign(one)), () -> refused(() -> api(2).sign(two)));
    var answers = Trio.together(calls);

    assertThat(answers)
        .containsExactly(Optional.of(Reason.REASON_DESYNC), Optional.of(Reason.REASON_DESYNC));
    assertThat(Duration.between(started, Instant.now())).isLessThan(PATIENCE);
    bySignature(sign(registered.request("whole", List.of(1, 2), 5), 1, 2).getFirst());
  }

  @Test
  @Order(7)
  void statusSaysHowTheDaemonIsAndTheWatcherReadsWhatItRegistered() throws Exception {
    var status = trio.status(1);
    assertThat(status.getDaemonId()).isEqualTo("custody-1");
    assertThat(status.getGenesisHash()).isEqualTo(bytes(trio.genesis.bytes()));
    assertThat(status.getPolicy()).isEqualTo(1);
    assertThat(status.getKeyStore()).isEqualTo(KeyStoreState.KEY_STORE_STATE_READY);
    assertThat(status.getKeyStoreIdentity()).endsWith("(for development only)");
    assertThat(status.getPeersUpList()).containsExactly("custody-2", "custody-3");
    assertThat(status.getQuarantinedList()).isEmpty();
    assertThat(status.getKeysList()).hasSize(1);
    assertThat(trio.host(1).log()).contains("for development only");

    var parts = new ArrayList<io.argosy.proto.custody.v1.ReadRegistrationsResponse>();
    trio.custody(1, WATCHER)
        .readRegistrations(ReadRegistrationsRequest.getDefaultInstance())
        .forEachRemaining(parts::add);

    assertThat(parts).hasSize(2).allMatch(part -> part.getPosition() == 1);
    assertThat(parts.get(0).getHead().getStatement())
        .isEqualTo(bytes(registered.statement().encoded()));
    assertThat(parts.get(1).getLeaves().getLeavesList())
        .isEqualTo(registered.leaves().stream().map(leaf -> bytes(leaf.encoded())).toList());
  }

  @Test
  @Order(8)
  void lanesAreRefilledAsOfficersSignedAndNotOnceMore() throws Exception {
    var fund = Documents.fund(trio.genesis, treasury);
    var officers = People.officers(trio.genesis, fund.hash());
    assertThat(refused(() -> trio.register(1, fund, List.of(), officers.subList(0, 1))))
        .contains(Reason.REASON_ORDER_INVALID);
    var acknowledgements = new ArrayList<Acknowledgement>();
    for (int index = 1; index <= 3; index++) {
      acknowledgements.add(trio.register(index, fund, List.of(), officers));
    }
    var today = (int) FundStatement.day(Instant.now());
    var order = refill(fund, acknowledgements, today);

    assertThat(refused(() -> api(1).sign(order.apply("lane", 2, 0))))
        .contains(Reason.REASON_NOT_IN_STATEMENT);
    assertThat(refused(() -> api(1).sign(order.apply("more", 0, 2))))
        .contains(Reason.REASON_NOT_IN_STATEMENT);
    var answers = sign(order.apply("refill-0", 0, 0), 1, 2);
    bySignature(answers.getFirst());
    var refill = new FundStatement.Refill(today, 0, 0);
    assertThat(answers.getFirst().getSignatures(0).getDigest())
        .isEqualTo(bytes(Authorization.of(fund, refill, 50_000).orElseThrow().digest().bytes()));
    bySignature(sign(order.apply("refill-1", 1, 0), 1, 2).getFirst());
    assertThat(refused(() -> api(2).sign(order.apply("refill-2", 0, 1))))
        .contains(Reason.REASON_LIMIT_EXCEEDED);

    var parts = new ArrayList<io.argosy.proto.custody.v1.ReadRegistrationsResponse>();
    trio.custody(1, WATCHER)
        .readRegistrations(ReadRegistrationsRequest.newBuilder().setAfter(1).build())
        .forEachRemaining(parts::add);
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().getHead().getStatement()).isEqualTo(bytes(fund.encoded()));
  }

  private interface RefillOrder {
    SignRequest apply(String id, int lane, int number);
  }

  private static RefillOrder refill(
      FundStatement fund, List<Acknowledgement> acknowledgements, int day) {
    return (id, lane, number) ->
        SignRequest.newBuilder()
            .setRequestId(id)
            .setKeyId(Documents.KEY.text())
            .addAllQuorum(List.of("custody-1", "custody-2"))
            .setStatementHash(bytes(fund.hash().bytes()))
            .addAllAcknowledgements(acknowledgements)
            .addIntents(
                Intent.newBuilder()
                    .setFund(
                        FundIntent.newBuilder()
                            .setLeaf(lane)
                            .setDay(day)
                            .setRefill(number)
                            .setItemGas(50_000)))
            .build();
  }

  @Test
  @Order(9)
  void leavesAreVoidedOnlyAsPeopleApprovedThat() throws Exception {
    var voiding = Documents.voiding(registered.statement(), registered.leaves());
    var places = Documents.voided(registered.statement()).stream().map(VoidLeaf::encoded).toList();
    var people = People.makerAndApprovers(trio.genesis, voiding.hash());
    assertThat(refused(() -> trio.registerEncoded(1, voiding, places, people.subList(0, 2))))
        .contains(Reason.REASON_APPROVALS_MISSING);
    var said = new ArrayList<Acknowledgement>();
    for (int index = 1; index <= 3; index++) {
      said.add(trio.registerEncoded(index, voiding, places, people));
    }
    var deadline = voiding.expiry();
    var order = VoidIntent.newBuilder().addLeaves(0).setDeadline(deadline.getEpochSecond());
    var request =
        registered.request("void", List.of(1, 3), 0).toBuilder()
            .setStatementHash(bytes(voiding.hash().bytes()))
            .clearAcknowledgements()
            .addAllAcknowledgements(said)
            .setIntents(0, Intent.newBuilder().setVoid(order));

    assertThat(
            refused(
                () ->
                    api(1)
                        .sign(
                            request
                                .clone()
                                .setIntents(
                                    0, Intent.newBuilder().setVoid(order.clone().addLeaves(2)))
                                .build())))
        .contains(Reason.REASON_NOT_IN_STATEMENT);
    var answers = sign(request.build(), 1, 3);

    bySignature(answers.getFirst());
    var expected =
        VoidOrder.of(treasury, voiding.hash(), registered.statement().hash(), deadline, List.of(0));
    assertThat(answers.getFirst().getSignatures(0).getDigest())
        .isEqualTo(bytes(expected.digest().bytes()));
  }

  @Test
  @Order(10)
  void aKilledPeerIsNamedWithinPatienceWhileTheOtherPairSigns() throws Exception {
    trio.host(3).kill();
    var started = Instant.now();

    var answer = catchThrowable(() -> sign(registered.request("dead", List.of(1, 3), 7), 1));

    assertThat(Trio.reason(answer)).contains(Reason.REASON_PEER_UNREACHABLE);
    assertThat(Refusal.in(answer).orElseThrow().details()).containsEntry("daemon", "custody-3");
    assertThat(Duration.between(started, Instant.now()))
        .isLessThan(PATIENCE.plus(Duration.ofSeconds(20)));
    var again = Instant.now();
    bySignature(sign(registered.request("alive", List.of(1, 2), 7), 1, 2).getFirst());
    assertThat(Duration.between(again, Instant.now())).isLessThan(PATIENCE);
  }

  @Test
  @Order(11)
  void aFreezeReachesADaemonThatWasAwayAndOnlyOfficersThaw() throws Exception {
    var order = order(FreezeOrder.Act.FREEZE);
    var request =
        FreezeRequest.newBuilder()
            .setOrder(bytes(order.encoded()))
            .setWatcher("watch-1")
            .setSignature(bytes(People.sign("watch-1", order.encoded())));
    var frozen = trio.custody(1, WATCHER).freeze(request.build()).getFrozenList();
    assertThat(frozen).containsExactly(treasury.toString());
    assertThat(refused(() -> api(1).sign(registered.request("f", List.of(1, 2), 8))))
        .contains(Reason.REASON_FROZEN);

    trio.host(3).start().awaitReady();

    await(() -> trio.status(3).getKeyStore() == KeyStoreState.KEY_STORE_STATE_READY);
    await(() -> trio.status(3).getFrozenList().equals(frozen));
    await(() -> trio.status(2).getFrozenList().equals(frozen));
    assertThat(refused(() -> api(3).sign(registered.request("f", List.of(2, 3), 8))))
        .contains(Reason.REASON_FROZEN);
    var thaw = order(FreezeOrder.Act.THAW);
    var officers = People.officers(trio.genesis, thaw.hash());
    var few = thaw(thaw, officers.subList(0, 1));
    assertThat(refused(() -> trio.operator(3, SECURITY).thaw(few)))
        .contains(Reason.REASON_ORDER_INVALID);
    for (int index = 1; index <= 3; index++) {
      assertThat(trio.operator(index, SECURITY).thaw(thaw(thaw, officers)).getFrozenList())
          .isEmpty();
    }
  }

  private static FreezeOrder order(FreezeOrder.Act act) {
    return new FreezeOrder(act, trio.genesis, 1, Optional.of(treasury), "an outflow");
  }

  private static ThawRequest thaw(
      FreezeOrder order, List<io.argosy.model.PersonSignature> officers) {
    return ThawRequest.newBuilder()
        .setOrder(bytes(order.encoded()))
        .addAllSignatures(officers.stream().map(PersonSignatureWire::wire).toList())
        .build();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Trio.await(Duration.ofSeconds(30), condition);
  }

  @Test
  @Order(12)
  void aDaemonThatWasKilledSignsAgainFromItsDisk() throws Exception {
    bySignature(sign(registered.request("back", List.of(1, 3), 9), 1, 3).getFirst());
    var used = registered.request("pair-1", List.of(1, 3), 1);
    assertThat(refused(() -> api(3).sign(used))).contains(Reason.REASON_REQUEST_ID_REUSED);
  }

  @Test
  @Order(13)
  void aDaemonWithoutItsKeyStoreIsSealedAndRecoversByItself() throws Exception {
    trio.host(3).kill();
    var passphrase = trio.host(3).file("passphrase");
    var away = trio.host(3).file("away");
    var _ = Files.move(passphrase, away);
    trio.host(3).startWithLittleLockedMemory().awaitReady();

    assertThat(trio.status(3).getKeyStore()).isEqualTo(KeyStoreState.KEY_STORE_STATE_SEALED);
    assertThat(refused(() -> api(3).sign(registered.request("s", List.of(1, 3), 9))))
        .contains(Reason.REASON_KEY_STORE_SEALED);

    var _ = Files.move(away, passphrase);
    await(() -> trio.status(3).getKeyStore() == KeyStoreState.KEY_STORE_STATE_READY);
    bySignature(sign(registered.request("s", List.of(1, 3), 9), 1, 3).getFirst());
  }

  /** The daemon that was started for the test before. */
  @Test
  @Order(14)
  void whereTheSystemRefusesToLockAShareTheDaemonSaysSoAndSigns() throws Exception {
    assertThat(trio.status(1).getMemoryUnlocked()).isEmpty();
    assertThat(trio.status(3).getMemoryUnlocked())
        .matches("mlock of \\d+ bytes failed, errno 12; raise RLIMIT_MEMLOCK \\(ulimit -l\\)");
    assertThat(trio.host(3).log()).contains("may be swapped out: mlock of");

    bySignature(sign(registered.request("unlocked", List.of(1, 3), 9), 1, 3).getFirst());
  }

  @Test
  @Order(15)
  void aDaemonThatMissedTheEndOfACeremonyHearsItAgain() throws Exception {
    trio.host(3).kill();
    var certificate = trio.host(3).file("data/shares/treasury-1-0.certificate");
    var own =
        Files.readAllLines(certificate).stream()
            .filter(line -> !line.startsWith("signature: ") || line.contains("custody-3"))
            .toList();
    var _ = Files.writeString(certificate, String.join("\n", own) + "\n");
    trio.host(3).start().awaitReady();
    assertThat(refused(() -> api(3).sign(registered.request("c", List.of(2, 3), 9))))
        .contains(Reason.REASON_KEY_UNKNOWN);

    var made = trio.generate(Documents.KEY.text());

    assertThat(new HashSet<>(made)).hasSize(1);
    assertThat(Trio.treasury(made.getFirst())).isEqualTo(treasury);
    bySignature(sign(registered.request("c", List.of(2, 3), 9), 2, 3).getFirst());
  }

  /** Of two calls with one request id the second is refused, and the first waits for its peer. */
  private static Future<Throwable> oneOfTwoWaits(int index, SignRequest request) throws Exception {
    var calls = new ArrayList<FutureTask<Throwable>>();
    for (int i = 0; i < 2; i++) {
      var stub = api(index);
      var call = new FutureTask<>(() -> catchThrowable(() -> stub.sign(request)));
      calls.add(call);
      var _ = Thread.ofVirtual().start(call);
    }
    await(() -> calls.stream().anyMatch(Future::isDone));
    return calls.stream().filter(call -> !call.isDone()).findFirst().orElseThrow();
  }

  @Test
  @Order(16)
  void aSessionThatAKillCutOffCostsItsPairsTransfersWhichAreSetUpAgainByThemselves()
      throws Exception {
    var sealed = trio.host(3).file("data/shares/treasury-1-0.share");
    byte[] before = Files.readAllBytes(sealed);
    var asked = registered.request("cut-off", List.of(1, 3), 9);
    var waiting = oneOfTwoWaits(3, asked);

    trio.host(3).kill();
    trio.host(3).start().awaitReady();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isNotNull();
    await(() -> trio.host(3).log().contains("with custody-1 were set up again"));
    await(() -> trio.host(1).log().contains("with custody-3 were set up again"));
    assertThat(Files.readAllBytes(sealed)).isNotEqualTo(before);
    assertThat(refused(() -> api(3).sign(asked))).contains(Reason.REASON_REQUEST_ID_REUSED);
    bySignature(sign(registered.request("after-cut-off", List.of(1, 3), 9), 1, 3).getFirst());
    bySignature(sign(registered.request("others", List.of(2, 3), 9), 2, 3).getFirst());
  }

  @Test
  @Order(17)
  void onlyAnAdministratorOfTheHostEndsAQuarantine() throws Exception {
    var second = ReleaseQuarantineRequest.newBuilder().setDaemonId("custody-2").build();

    assertThat(refused(() -> trio.operator(1, API).releaseQuarantine(second)))
        .contains(Reason.REASON_ROLE_NOT_ALLOWED);
    assertThat(refused(() -> trio.operator(1, SECURITY).releaseQuarantine(second)))
        .contains(Reason.REASON_NOT_FOUND);
  }

  @Test
  @Order(18)
  void aFreezeThatWipesLeavesNothingToSignWithUntilThisHostUnseals() throws Exception {
    var freeze =
        new FreezeOrder(FreezeOrder.Act.FREEZE, trio.genesis, 2, Optional.empty(), "drill");
    var thaw = new FreezeOrder(FreezeOrder.Act.THAW, trio.genesis, 2, Optional.empty(), "over");
    var request =
        io.argosy.proto.custodyoperator.v1.FreezeRequest.newBuilder()
            .setOrder(bytes(freeze.encoded()))
            .setOfficer("olga")
            .setSignature(bytes(People.sign("olga", freeze.encoded())))
            .setWipe(true)
            .build();
    var operator = trio.operator(2, SECURITY);
    assertThat(refused(() -> trio.operator(2, API).unseal(UnsealRequest.getDefaultInstance())))
        .contains(Reason.REASON_ROLE_NOT_ALLOWED);

    assertThat(operator.freeze(request).getFrozenList()).containsExactly("all");

    assertThat(trio.status(2).getKeyStore()).isEqualTo(KeyStoreState.KEY_STORE_STATE_SEALED);
    assertThat(trio.status(2).getKeyStoreCause()).contains("WIPED");
    await(() -> trio.status(1).getFrozenList().equals(List.of("all")));
    assertThat(trio.status(1).getKeyStore()).isEqualTo(KeyStoreState.KEY_STORE_STATE_READY);
    for (int index = 1; index <= 3; index++) {
      var officers = People.officers(trio.genesis, thaw.hash());
      var _ = trio.operator(index, SECURITY).thaw(thaw(thaw, officers));
    }
    assertThat(refused(() -> api(2).sign(registered.request("w", List.of(1, 2), 9))))
        .contains(Reason.REASON_KEY_STORE_SEALED);
    assertThat(operator.unseal(UnsealRequest.getDefaultInstance()).getState()).isEqualTo("READY");
    bySignature(sign(registered.request("w", List.of(1, 2), 9), 1, 2).getFirst());
  }

  @Test
  @Order(19)
  void sharesAreMovedToTheNewestWrappingKeyAndTheReportSaysSinceWhen() throws Exception {
    var before =
        trio.operator(1, SECURITY)
            .reportKeys(ReportKeysRequest.getDefaultInstance())
            .getProtections(0);

    var moved = trio.operator(1, SECURITY).rewrap(RewrapRequest.getDefaultInstance());

    var report = trio.operator(1, SECURITY).reportKeys(ReportKeysRequest.getDefaultInstance());
    assertThat(moved.getProtectionsCount()).isEqualTo(1);
    assertThat(report.getProtectionsList()).isEqualTo(moved.getProtectionsList());
    assertThat(before.getSince()).isPositive();
    assertThat(report.getProtectionsList()).as("a passphrase is one key").containsExactly(before);
    assertThat(report.getEventsList()).anyMatch(event -> event.contains("REWRAPPED treasury-1-0"));
    bySignature(sign(registered.request("m", List.of(1, 2), 9), 1, 2).getFirst());
  }

  @Test
  @Order(20)
  void aSessionWhoseMemberIsKilledEndsAtOnceAndAnotherQuorumSigns() throws Exception {
    var many = IntStream.range(0, 70).toArray();
    var lost = registered.request("lost", List.of(1, 3), many);
    var said = oneOfTwoWaits(1, lost);

    trio.host(3).kill();

    var killed = Instant.now();
    assertThat(Trio.reason(said.get(10, TimeUnit.SECONDS)))
        .contains(Reason.REASON_PEER_UNREACHABLE);
    bySignature(sign(registered.request("instead", List.of(1, 2), many), 1, 2).getFirst());
    assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }
}
