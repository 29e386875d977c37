package io.argosy.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.argosy.chainclient.Receipt;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.ledger.v1.ReadFeesResponse;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import io.argosy.proto.reconcile.v1.Break;
import io.argosy.proto.reconcile.v1.BreakClass;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Refusal;
import io.argosy.servicekit.Tls;
import io.argosy.stack.Postgres;
import io.grpc.StatusRuntimeException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The watcher as a process against a real chain and a real database, with daemons and a ledger that
 * answer over mutual TLS. One story, told in order: what is found stays found.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReconcileServiceIT {
  private static final long DEPTH = 2;
  private static final Duration LAG = Duration.ofSeconds(6);
  private static final Path FOLDER = Path.of("target", "watch-" + UUID.randomUUID());
  private static final List<GrpcServer> SERVERS = new ArrayList<>();
  private static final List<DaemonPort> DAEMONS = new ArrayList<>();
  private static final LedgerPort LEDGER = new LedgerPort();
  private static Postgres postgres;
  private static Deployment deployment;
  private static TreasuryOnChain onChain;
  private static Tls operator;
  private static WatcherProcess watcher;
  private static FundStatement fund;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(FOLDER);
    postgres = Postgres.start(Path.of("target", "tools"), FOLDER.resolve("postgres"));
    onChain =
        new TreasuryOnChain(Path.of(System.getProperty("argosy.tools")), FOLDER.resolve("chain"));
    deployment = new Deployment(FOLDER);
    fund = onChain.fund(deployment.roster.hash());
    operator = deployment.custody("operator", "operator/treasury");
    for (DaemonId id : deployment.daemons()) {
      var daemon = new DaemonPort(id, deployment.roster, FOLDER);
      DAEMONS.add(daemon);
      var tls = deployment.custody(id.text(), "custody-daemon/" + id);
      SERVERS.add(Deployment.serve(tls, daemon));
    }
    var ledger = Deployment.serve(deployment.app("api", "api-service/api"), LEDGER);
    Files.writeString(FOLDER.resolve("password"), postgres.password());
    Files.writeString(FOLDER.resolve("reconcile.conf"), configuration(ledger.port()));
    SERVERS.add(ledger);
    watcher = WatcherProcess.start(FOLDER, operator);
  }

  private static String configuration(int ledger) throws Exception {
    var self = deployment.custody("watch", "reconcile-service/watch");
    var toLedger = deployment.app("watch-app", "reconcile-service/watch");
    return """
        deployment = demo, ports-file = "ports.json", interval = 500ms, booking-lag = %ds
        listen { host = "127.0.0.1", port = 0, %s }
        database { url = "%s", user = %s, password-file = "password" }
        roster = "roster-0.txt", watcher { key-id = watch-1, key = "watch-1.key" }
        treasuries = ["%s"], lanes = ["%s"], start-block = %d
        assets = [{ id = "%s", symbol = DUSD }, { id = "%s", symbol = ETH }]
        chain { url = "%s", finality-depth = %d }
        ledger { address = "127.0.0.1:%d", %s }
        custody { %s, daemons = [%s] }
        """
        .formatted(
            LAG.toSeconds(),
            Deployment.section(self),
            postgres.url(),
            postgres.user(),
            onChain.treasury,
            onChain.lane.address(),
            onChain.startBlock,
            onChain.token,
            TreasuryOnChain.COIN,
            onChain.anvil.url(),
            DEPTH,
            ledger,
            Deployment.section(toLedger),
            Deployment.section(self),
            Deployment.addresses(deployment.daemons(), SERVERS));
  }

  @AfterAll
  static void stop() throws Exception {
    if (watcher != null) {
      watcher.close();
    }
    SERVERS.forEach(GrpcServer::close);
    DAEMONS.forEach(DaemonPort::close);
    onChain.close();
    postgres.close();
  }

  private static TreasuryOnChain.Signed registered(int tokens) {
    var signed = onChain.signed(deployment.roster.hash(), tokens);
    DAEMONS.forEach(daemon -> daemon.register(signed.statement(), signed.leaves()));
    return signed;
  }

  /** Books what a transaction paid of an asset, and its fee. */
  private static List<ReadOutcomesResponse> book(
      TreasuryOnChain.Signed signed, AssetId asset, Receipt receipt) {
    var rows = new ArrayList<ReadOutcomesResponse>();
    for (int i = 0; i < signed.leaves().size(); i++) {
      Leaf leaf = signed.leaves().get(i);
      if (leaf.asset().equals(asset)) {
        rows.add(outcome(signed, i, receipt));
      }
    }
    bookFee(receipt);
    return rows;
  }

  private static void bookFee(Receipt receipt) {
    LEDGER.fees.add(
        ReadFeesResponse.newBuilder()
            .setPosition(LEDGER.fees.size() + 1L)
            .setTxHash(ByteString.copyFrom(receipt.transaction().bytes()))
            .setLane(onChain.lane.address().toString())
            .setAmountUnits(
                receipt.gasPrice().multiply(BigInteger.valueOf(receipt.gasUsed())).toString())
            .setBlockNumber(receipt.block())
            .build());
  }

  private static ReadOutcomesResponse outcome(
      TreasuryOnChain.Signed signed, int number, Receipt receipt) {
    Leaf leaf = signed.leaves().get(number);
    return ReadOutcomesResponse.newBuilder()
        .setStatementHash(ByteString.copyFrom(signed.statement().hash().bytes()))
        .setLeaf(number)
        .setAsset(leaf.asset().toString())
        .setRecipient(leaf.recipient().toString())
        .setAmountUnits(leaf.amount().toString())
        .setBlockNumber(receipt.block())
        .setTxHash(ByteString.copyFrom(receipt.transaction().bytes()))
        .build();
  }

  private static void append(List<ReadOutcomesResponse> rows) {
    for (ReadOutcomesResponse row : rows) {
      LEDGER.outcomes.add(row.toBuilder().setPosition(LEDGER.outcomes.size() + 1L).build());
    }
  }

  private static List<BreakClass> classes(ReconcileResponse response) {
    return response.getBreaksList().stream().map(Break::getBreakClass).toList();
  }

  private static ReconcileResponse await(Predicate<ReconcileResponse> until) throws Exception {
    Instant end = Instant.now().plusSeconds(40);
    while (true) {
      var response = watcher.reconcile();
      if (until.test(response) || Instant.now().isAfter(end)) {
        return response;
      }
      Thread.sleep(200);
    }
  }

  @Test
  @Order(1)
  void paymentsThatPeopleSignedAndTheLedgerBookedLeaveNoBreak() throws Exception {
    var signed = registered(300);
    var tokens = onChain.pay(signed, onChain.token);
    var coin = onChain.pay(signed, TreasuryOnChain.COIN);
    append(book(signed, onChain.token, tokens));
    append(book(signed, TreasuryOnChain.COIN, coin));
    onChain.awaitFinal(coin.block(), DEPTH);

    var response = watcher.reconcile();

    assertThat(response.getBreaksList()).isEmpty();
    assertThat(response.getPayoutsMatched()).isEqualTo(301);
    assertThat(response.getFeesMatched()).isEqualTo(2);
    assertThat(response.getBalancesMatched()).isEqualTo(2);
    assertThat(response.getFromBlock()).isEqualTo(onChain.startBlock);
    assertThat(response.getToBlock()).isGreaterThanOrEqualTo(coin.block());
    assertThat(response.getFrozenTreasuriesList()).isEmpty();
  }

  @Test
  @Order(2)
  void aLanesRefillIsExplainedByTheTextThatOfficersSigned() throws Exception {
    DAEMONS.forEach(daemon -> daemon.register(fund, List.of()));
    var refill = new FundStatement.Refill(FundStatement.day(Instant.now()), 0, 1);
    var paid = onChain.refill(fund, refill);
    bookFee(paid);
    append(
        List.of(
            ReadOutcomesResponse.newBuilder()
                .setStatementHash(ByteString.copyFrom(fund.hash().bytes()))
                .setLeaf(fund.leaf(refill).orElseThrow())
                .setAsset(TreasuryOnChain.COIN.toString())
                .setRecipient(onChain.lane.address().toString())
                .setAmountUnits("5")
                .setBlockNumber(paid.block())
                .setTxHash(ByteString.copyFrom(paid.transaction().bytes()))
                .build()));
    onChain.awaitFinal(paid.block(), DEPTH);

    var response = watcher.reconcile();

    assertThat(response.getBreaksList()).isEmpty();
    assertThat(response.getRefillsMatched()).isEqualTo(1);
    assertThat(response.getPayoutsMatched()).isEqualTo(301);
    assertThat(response.getFeesMatched()).isEqualTo(3);
  }

  @Test
  @Order(3)
  void aRestartAfterAPowerCutGoesOnWhereItStood() throws Exception {
    watcher.kill();
    var signed = registered(3);
    var tokens = onChain.pay(signed, onChain.token);
    append(book(signed, onChain.token, tokens));
    onChain.awaitFinal(tokens.block(), DEPTH);

    watcher = WatcherProcess.start(FOLDER, operator);
    var response = watcher.reconcile();

    assertThat(response.getBreaksList()).isEmpty();
    assertThat(response.getPayoutsMatched()).isEqualTo(304);
    assertThat(response.getFeesMatched()).isEqualTo(4);
  }

  @Test
  @Order(4)
  void aDroppedLedgerRowIsALagOnlyOnceTheLagIsOverAndClosesWhenItIsBooked() throws Exception {
    var signed = registered(2);
    var tokens = onChain.pay(signed, onChain.token);
    var rows = book(signed, onChain.token, tokens);
    append(rows.subList(0, 1));
    onChain.awaitFinal(tokens.block(), DEPTH);

    var young = watcher.reconcile();
    var old = await(response -> response.getBreaksCount() > 0);
    append(rows.subList(1, 2));
    var booked = watcher.reconcile();

    assertThat(young.getBreaksList()).isEmpty();
    assertThat(classes(old)).containsExactly(BreakClass.BREAK_CLASS_TIMING);
    assertThat(old.getBreaks(0).getSubject()).isEqualTo(signed.statement().hash() + "/1");
    assertThat(booked.getBreaksList()).isEmpty();
    assertThat(booked.getPayoutsMatched()).isEqualTo(306);
  }

  @Test
  @Order(5)
  void aChangedAmountADuplicatedRowAndAnUnbalancedPostingAreTheLedgersBreaks() throws Exception {
    var signed = registered(1);
    var tokens = onChain.pay(signed, onChain.token);
    var row = book(signed, onChain.token, tokens).getFirst();
    onChain.awaitFinal(tokens.block(), DEPTH);

    append(List.of(row.toBuilder().setAmountUnits("2").build()));
    LEDGER.unbalanced = 1;
    var changed = watcher.reconcile();
    LEDGER.unbalanced = 0;
    var page = watcher.breaks(1, "");

    assertThat(classes(changed))
        .containsExactlyInAnyOrder(
            BreakClass.BREAK_CLASS_AMOUNT_MISMATCH, BreakClass.BREAK_CLASS_LEDGER_INVARIANT);
    assertThat(page.getBreaksCount()).isEqualTo(1);
    assertThatThrownBy(() -> watcher.breaks(1, "x")).hasMessageContaining("page_token");
    assertThatThrownBy(() -> watcher.breaks(1001, "")).hasMessageContaining("page_size");
    assertThat(classes(watcher.reconcile()))
        .containsExactly(BreakClass.BREAK_CLASS_AMOUNT_MISMATCH);
  }

  @Test
  @Order(6)
  void paymentsStayExplainedWhileOneDaemonIsDown() throws Exception {
    DAEMONS.getLast().silent = true;
    var signed = registered(1);
    var tokens = onChain.pay(signed, onChain.token);
    append(book(signed, onChain.token, tokens));
    onChain.awaitFinal(tokens.block(), DEPTH);

    var response = watcher.reconcile();

    assertThat(classes(response)).containsExactly(BreakClass.BREAK_CLASS_AMOUNT_MISMATCH);
    assertThat(response.getPayoutsMatched()).isEqualTo(307);
  }

  @Test
  @Order(7)
  void aPaymentThatOnlyASilentDaemonCouldExplainWaitsForIt() throws Exception {
    var signed = onChain.signed(deployment.roster.hash(), 1);
    DAEMONS.get(1).register(signed.statement(), signed.leaves());
    DAEMONS.getLast().register(signed.statement(), signed.leaves());
    var tokens = onChain.pay(signed, onChain.token);
    append(book(signed, onChain.token, tokens));
    onChain.awaitFinal(tokens.block(), DEPTH);

    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> watcher.reconcile());
    DAEMONS.getLast().silent = false;
    var response = watcher.reconcile();
    DAEMONS.getLast().silent = true;

    assertThat(Refusal.in(refused).orElseThrow().details())
        .containsOnlyKeys("custody", "custody-3");
    assertThat(classes(response)).containsExactly(BreakClass.BREAK_CLASS_AMOUNT_MISMATCH);
    assertThat(response.getPayoutsMatched()).isEqualTo(308);
  }

  @Test
  @Order(8)
  void tooFewDaemonsAreADependencyThatIsDownByName() {
    DAEMONS.get(1).silent = true;

    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> watcher.reconcile());
    DAEMONS.get(1).silent = false;

    var refusal = Refusal.in(refused).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.REASON_DEPENDENCY_DOWN);
    assertThat(refusal.details()).containsKeys("custody-2", "custody-3");
  }

  @Test
  @Order(9)
  void aTheftIsOneBreakAndFreezesTheTreasuryAtEveryDaemonEvenWithoutALedger() throws Exception {
    LEDGER.down = true;
    var theft = onChain.stealToken(1_000);
    onChain.awaitFinal(theft.block(), DEPTH);

    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> watcher.reconcile());

    assertThat(Refusal.in(refused).orElseThrow().details()).containsOnlyKeys("ledger");
    assertThat(DAEMONS.getFirst().freezes).hasSize(1);
    assertThat(DAEMONS.get(1).freezes).hasSize(1);
    assertThat(DAEMONS.getLast().freezes).isEmpty();

    DAEMONS.getLast().silent = false;
    LEDGER.down = false;
    var response = watcher.reconcile();

    var outflow =
        response.getBreaksList().stream()
            .filter(each -> each.getBreakClass() == BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW)
            .toList();
    assertThat(outflow).hasSize(1);
    assertThat(outflow.getFirst().getAsset()).isEqualTo(onChain.token.toString());
    assertThat(
            new BigInteger(outflow.getFirst().getExpectedUnits())
                .subtract(new BigInteger(outflow.getFirst().getFoundUnits())))
        .isEqualTo(1_000);
    assertThat(outflow.getFirst().getExplanation()).contains(theft.transaction().toString());
    assertThat(response.getBreaksCount()).isEqualTo(2);
    assertThat(response.getBalancesMatched()).isEqualTo(1);
    assertThat(response.getFrozenTreasuriesList()).containsExactly(onChain.treasury.toString());
    assertThat(DAEMONS)
        .allSatisfy(
            daemon ->
                assertThat(daemon.freezes)
                    .singleElement()
                    .satisfies(
                        order -> {
                          assertThat(order.number()).isEqualTo(1);
                          assertThat(order.treasury()).contains(onChain.treasury);
                        }));
  }

  @Test
  @Order(10)
  void aTheftIsFoundOnceOverARestartToo() throws Exception {
    watcher.kill();
    watcher = WatcherProcess.start(FOLDER, operator);

    var response = watcher.reconcile();

    assertThat(classes(response))
        .containsExactlyInAnyOrder(
            BreakClass.BREAK_CLASS_AMOUNT_MISMATCH, BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW);
    assertThat(DAEMONS).allSatisfy(daemon -> assertThat(daemon.freezes).hasSize(1));
  }

  @Test
  @Order(11)
  void aLeafThatTheFundStatementLacksIsATheftAndAfterAThawFreezesAgain() throws Exception {
    var thaw =
        new FreezeOrder(
            FreezeOrder.Act.THAW, deployment.roster.hash(), 50, Optional.empty(), "all is well");
    for (DaemonPort daemon : DAEMONS) {
      daemon.thaw(thaw, List.of(officer(thaw)));
    }
    var theft = onChain.payBeyond(fund);
    bookFee(theft);
    onChain.awaitFinal(theft.block(), DEPTH);

    var response =
        await(_ -> DAEMONS.stream().allMatch(d -> d.freezes.getLast().number() > thaw.number()));

    assertThat(DAEMONS)
        .allSatisfy(daemon -> assertThat(daemon.freezes.getLast().number()).isGreaterThan(50));
    assertThat(classes(response).stream().filter(BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW::equals))
        .hasSize(2);
    var first = watcher.breaks(2, "");
    var second = watcher.breaks(2, first.getNextPageToken());
    assertThat(first.getBreaksCount() + second.getBreaksCount()).isEqualTo(3);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  @Order(12)
  void aPaymentThatOneDaemonAloneTellsIsATheftWhateverTheLedgerBooked() throws Exception {
    var signed = onChain.signed(deployment.roster.hash(), 1);
    DAEMONS.getFirst().register(signed.statement(), signed.leaves());
    var tokens = onChain.pay(signed, onChain.token);
    append(book(signed, onChain.token, tokens));
    onChain.awaitFinal(tokens.block(), DEPTH);

    var found = watcher.reconcile();
    var later =
        await(response -> classes(response).contains(BreakClass.BREAK_CLASS_CUSTODY_MISMATCH));

    assertThat(classes(found))
        .filteredOn(BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW::equals)
        .hasSize(3);
    assertThat(found.getPayoutsMatched()).isEqualTo(308);
    assertThat(classes(later))
        .containsExactlyInAnyOrder(
            BreakClass.BREAK_CLASS_AMOUNT_MISMATCH,
            BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW,
            BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW,
            BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW,
            BreakClass.BREAK_CLASS_CUSTODY_MISMATCH);
  }

  @Test
  @Order(13)
  void aFinalBlockThatIsReplacedStopsTheWatcherAndForgetsNothing() throws Exception {
    long before = watcher.reconcile().getToBlock();
    onChain.replace(before - onChain.startBlock);

    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> watcher.reconcile());

    assertThat(Refusal.in(refused).orElseThrow().details())
        .hasEntrySatisfying("chain", why -> assertThat(why).contains("was replaced"));
    assertThat(watcher.breaks(0, "").getBreaksCount()).isEqualTo(5);
  }

  private static PersonSignature officer(FreezeOrder order) throws Exception {
    var signing = Signature.getInstance("Ed25519");
    signing.initSign(deployment.officer.getPrivate());
    signing.update(
        PersonSignature.signed(
            PersonSignature.Role.OFFICER,
            deployment.roster.hash(),
            0,
            PersonSignature.Verdict.APPROVE,
            order.hash()));
    return new PersonSignature(
        new KeyId("olga"),
        PersonSignature.Role.OFFICER,
        0,
        PersonSignature.Verdict.APPROVE,
        PersonSignature.Algorithm.ED25519,
        signing.sign());
  }
}
