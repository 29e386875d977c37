package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.argosy.api.ExecutionStack.Running;
import io.argosy.api.fund.SignedFund;
import io.argosy.api.state.Faults.Point;
import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.LaneKey;
import io.argosy.chain.executor.Authorization;
import io.argosy.model.Address;
import io.argosy.model.FundStatement;
import io.argosy.model.FundStatement.Refill;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gas money for lanes, on a real chain and a real database. What moves the time comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FundingIT {
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final BigInteger AMOUNT = ETHER.multiply(BigInteger.TWO);
  private static final BigInteger LITTLE = ETHER.divide(BigInteger.valueOf(20));
  private static final BigInteger TREASURY = ETHER.multiply(BigInteger.valueOf(100));
  private static ExecutionStack stack;
  private static int funds;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    stack = new ExecutionStack();
    var deployer = stack.chain.deployer;
    var _ = deployer.await(deployer.coin(stack.treasury.address(), TREASURY));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @BeforeEach
  void lanesRunLow() {
    stack.lanes.forEach(lane -> holds(lane, LITTLE));
  }

  private static void holds(LaneKey lane, BigInteger wei) {
    stack.chain.rpc(
        "anvil_setBalance", "[\"%s\", \"0x%s\"]".formatted(lane.address(), wei.toString(16)));
  }

  private static SignedFund fund(int refills) {
    return stack.fund("fund-" + ++funds, AMOUNT, refills);
  }

  private static long refills(SignedFund fund, String state) {
    return stack.number(
        "SELECT count(*) FROM refill WHERE statement_hash = ? AND state = ?",
        fund.statement().hash().bytes(),
        state);
  }

  private static List<ReadOutcomesResponse> outcomes(Running running, SignedFund fund) {
    var hash = ByteString.copyFrom(fund.statement().hash().bytes());
    return ExecutionStack.outcomes(running).stream()
        .filter(outcome -> outcome.getStatementHash().equals(hash))
        .toList();
  }

  private static BigInteger coin(LaneKey lane) throws IOException {
    return stack.chain.held(TestChain.coin(), lane.address());
  }

  private static BigInteger treasury() throws IOException {
    return stack.chain.held(TestChain.coin(), stack.treasury.address());
  }

  private static void assertEveryLaneWasRefilledOnce() throws IOException {
    for (var lane : stack.lanes) {
      assertThat(coin(lane)).isBetween(AMOUNT, AMOUNT.add(LITTLE));
    }
  }

  @Test
  @Order(1)
  void lanesThatRunLowAreRefilledOnceAndTheLedgerSaysSo() throws Exception {
    var fund = fund(1);
    var before = treasury();
    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(() -> refills(fund, "FINAL") == 2);

      assertEveryLaneWasRefilledOnce();
      assertThat(treasury()).isEqualTo(before.subtract(AMOUNT.shiftLeft(1)));
      Job.assertLedgerHolds(running);
      assertThat(outcomes(running, fund))
          .extracting(ReadOutcomesResponse::getRecipient)
          .containsExactlyInAnyOrderElementsOf(
              stack.lanes.stream().map(LaneKey::address).map(Address::toString).toList());
      assertThat(outcomes(running, fund))
          .allMatch(outcome -> outcome.getAmountUnits().equals(AMOUNT.toString()));

      lanesRunLow();
      var end = Instant.now().plus(Duration.ofSeconds(8));
      running.until(() -> Instant.now().isAfter(end));
      assertThat(stack.number("SELECT count(*) FROM refill")).isEqualTo(2);
    }
  }

  @Test
  @Order(2)
  void aLaneWithoutCoinWaitsForItsRefillAndHoldsNoShardUp() throws Exception {
    var fund = fund(4);
    stack.lanes.forEach(lane -> holds(lane, BigInteger.ZERO));
    var pays = List.of(new ExecutionStack.Pay(stack.someone(), TestChain.coin(), 1_000));
    var batch = stack.approved(pays, Duration.ofHours(2));
    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(
          () ->
              refills(fund, "SIGNED") == 2
                  && stack.number(
                          "SELECT count(*) FROM batch_wait"
                              + " WHERE reason = 'LANE_EMPTY' AND batch_id = ?",
                          batch.text())
                      == 1);
      assertThat(
              stack.number(
                  "SELECT count(*) FROM reservation JOIN shard USING (shard_id) WHERE batch_id = ?",
                  batch.text()))
          .isZero();

      holds(stack.lanes.getFirst(), LITTLE);
      running.until(() -> refills(fund, "FINAL") == 2);
      running.until(() -> stack.state(batch).equals("COMPLETED"));

      Job.assertLedgerHolds(running);
      assertThat(stack.number("SELECT count(*) FROM refill WHERE state = 'SIGNED'")).isZero();
    }
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "REFILL_PLANNED, 1",
    "REFILL_PLANNED, 2",
    "SIGNATURES_STORED, 1",
    "NONCE_RESERVED, 1",
    "ATTEMPT_STORED, 1",
    "ATTEMPT_SENT, 1",
    "BLOCK_STORED, 2",
    "REFILLS_BOOKED, 1"
  })
  void whereverTheProcessIsKilledAnotherOneRefillsOnce(Point point, int pass) throws Exception {
    var fund = fund(4);
    var killer = Killer.at(point, pass);
    try (var doomed = stack.start(killer, Optional.of(fund))) {
      doomed.until(() -> killer.hasStruck() || refills(fund, "FINAL") == 2);
    } catch (Killer.Killed expected) {
      assertThat(killer.hasStruck()).isTrue();
    }
    assertThat(killer.hasStruck()).isTrue();

    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(() -> refills(fund, "FINAL") == 2);
      Job.assertLedgerHolds(running);
      assertThat(outcomes(running, fund)).hasSize(2);
    }

    assertEveryLaneWasRefilledOnce();
  }

  @Test
  @Order(3)
  void aRefillThatAStrangerSubmitsIsRecognisedAndNeverSentAgain() throws Exception {
    var fund = fund(4);
    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(() -> refills(fund, "SIGNED") == 2, "fund", "sign", "follow");
      long reserved = stack.number("SELECT count(*) FROM reservation");
      var deployer = stack.chain.deployer;
      for (var call : signed(fund.statement())) {
        var _ = deployer.await(deployer.call(stack.treasury.address(), call));
      }
      running.until(() -> refills(fund, "FINAL") == 2, "follow", "book");
      running.until(() -> refills(fund, "FINAL") == 2);

      assertThat(stack.number("SELECT count(*) FROM reservation")).isEqualTo(reserved);
      assertThat(outcomes(running, fund)).hasSize(2);
      Job.assertLedgerHolds(running);
    }
    assertEveryLaneWasRefilledOnce();
  }

  private static List<byte[]> signed(FundStatement statement) {
    return stack.db.withHandle(
        h ->
            h.select(
                    "SELECT leaf, item_gas, signature FROM refill WHERE statement_hash = ?",
                    statement.hash().bytes())
                .map(
                    row ->
                        Authorization.of(
                                statement,
                                statement
                                    .refill(row.getColumn("leaf", Integer.class))
                                    .orElseThrow(),
                                row.getColumn("item_gas", Integer.class))
                            .orElseThrow()
                            .calldata(new EcdsaSignature(row.getColumn("signature", byte[].class))))
                .list());
  }

  @Test
  @Order(4)
  void aRefillThatNobodyPlannedHereIsBookedAsStrayAndItsLeafIsNotPlannedAgain() throws Exception {
    var fund = fund(4);
    var statement = fund.statement();
    long strays = stack.number("SELECT count(*) FROM posting WHERE kind = 'STRAY'");
    var today = FundStatement.day(stack.clock.instant());
    var authorization = Authorization.of(statement, new Refill(today, 0, 0), 50_000).orElseThrow();
    var deployer = stack.chain.deployer;
    stack.lanes.forEach(lane -> holds(lane, AMOUNT));
    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(
          () -> stack.number("SELECT count(*) FROM fund_statement") == funds, "fund", "follow");
      var call = authorization.calldata(stack.table.sign(authorization.digest()));
      var _ = deployer.await(deployer.call(stack.treasury.address(), call));

      running.until(() -> outcomes(running, fund).size() == 1);

      assertThat(stack.number("SELECT count(*) FROM posting WHERE kind = 'STRAY'"))
          .isEqualTo(strays + 1);
      Job.assertLedgerHolds(running);
      assertThat(refills(fund, "PLANNED") + refills(fund, "FINAL")).isZero();
      holds(stack.lanes.getFirst(), LITTLE);
      running.until(() -> refills(fund, "FINAL") == 1);
      assertThat(
              stack.number(
                  "SELECT leaf FROM refill WHERE statement_hash = ?", statement.hash().bytes()))
          .isEqualTo(statement.leaf(new Refill(today, 0, 1)).orElseThrow().longValue());
    }
  }

  @Test
  @Order(5)
  void aRefillWhoseDayEndsUnpaidIsReleasedAndAnotherIsPlanned() throws Exception {
    var fund = fund(1);
    var deadline = fund.statement().deadline(FundStatement.day(stack.clock.instant()));
    try (var running = stack.start(Killer.none(), Optional.of(fund))) {
      running.until(() -> refills(fund, "SIGNED") == 2, "fund", "sign", "follow");

      stack.chain.rpc("evm_setNextBlockTimestamp", "[%d]".formatted(deadline.getEpochSecond() + 1));
      stack.chain.mine();
      stack.clock.advance(Duration.between(stack.clock.instant(), deadline.plusSeconds(5)));
      running.until(() -> refills(fund, "SUPERSEDED") == 2, "follow", "book");
      Job.assertLedgerHolds(running);
      assertThat(outcomes(running, fund)).isEmpty();

      running.until(() -> refills(fund, "FINAL") == 2);
      Job.assertLedgerHolds(running);
    }
    assertEveryLaneWasRefilledOnce();
  }
}
