package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.api.SigningDaemon.Vice;
import io.argosy.api.state.Faults.Point;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.VoidOrder;
import io.argosy.chainclient.Submission;
import io.argosy.model.Address;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.ledger.v1.AccountBalance;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an approved batch to booked payouts, on a real chain and a real database. */
class ExecutionIT {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final String REVERTS = "0x60006000fd";
  private static ExecutionStack stack;
  private static Job job;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    stack = new ExecutionStack();
    job = new Job(stack, LIFE);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aThousandPayoutsInThreeAssetsArePaidExactlyOnceAndTheLedgerSumsToZero() throws Exception {
    var pays = job.pays(334);
    int sessions = stack.table.quorums().size();
    var batch = job.approved(pays);

    try (var running = stack.start(Killer.none())) {
      running.until(() -> job.completed(batch));

      job.assertPaidOnce(pays);
      assertThat(job.states(batch)).isEqualTo("COMPLETED " + pays.size());
      Job.assertLedgerHolds(running);
      var hash = stack.statement(batch);
      assertThat(
              ExecutionStack.outcomes(running).stream()
                  .filter(o -> Digest32.of(o.getStatementHash().toByteArray()).equals(hash)))
          .hasSize(pays.size());
      assertThat(ExecutionStack.fees(running)).hasSizeGreaterThanOrEqualTo(3);
    }
    var quorums = stack.table.quorums().subList(sessions, stack.table.quorums().size());
    assertThat(quorums.stream().flatMap(List::stream).distinct()).hasSize(3);
  }

  @Test
  void aPayoutThatRevertedIsRetriedUnderTheSameLeaf() throws Exception {
    var pays = job.pays(3, TestChain.coin());
    var refuser = pays.get(1);
    stack.chain.rpc("anvil_setCode", "[\"%s\", \"%s\"]".formatted(refuser.to(), REVERTS));
    var batch = job.approved(pays);

    try (var running = stack.start(Killer.none())) {
      running.until(() -> job.states(batch).equals("COMPLETED 2, RETRYING 1"));
      Job.assertLedgerHolds(running);
      assertThat(stack.chain.held(refuser.asset(), refuser.to())).isZero();
      running.until(() -> job.waits(batch, "PAYS_NOBODY"));
      stack.chain.rpc("anvil_setCode", "[\"%s\", \"0x\"]".formatted(refuser.to()));
      running.until(() -> job.completed(batch));
      Job.assertLedgerHolds(running);
    }

    job.assertPaidOnce(pays);
    assertThat(
            stack.number(
                """
                SELECT max(tries) FROM leaf_shard JOIN statement USING (statement_hash)
                 WHERE batch_id = ?""",
                batch.text()))
        .isEqualTo(2);
    assertThat(stack.number("SELECT count(*) FROM batch_wait WHERE batch_id = ?", batch.text()))
        .isZero();
  }

  @Test
  void anAuthorizationThatAStrangerSubmitsIsRecognisedAsPaid() throws Exception {
    var pays = job.pays(3, stack.chain.dollars());
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(
          () -> job.states(batch).equals("IN_FLIGHT 3"), "register", "plan", "sign", "follow");
      var copied = stack.calldata(batch).getFirst();
      var stranger =
          stack.chain.deployer.await(stack.chain.deployer.call(stack.treasury.address(), copied));

      running.until(() -> job.completed(batch));

      job.assertPaidOnce(pays);
      Job.assertLedgerHolds(running);
      var hash = stack.statement(batch);
      assertThat(
              ExecutionStack.outcomes(running).stream()
                  .filter(o -> Digest32.of(o.getStatementHash().toByteArray()).equals(hash))
                  .map(o -> Digest32.of(o.getTxHash().toByteArray())))
          .hasSize(3)
          .containsOnly(stranger.transaction());
    }
  }

  @Test
  void whatAStrangerPaysOutsideAnyOpenShardIsBookedAsStray() throws Exception {
    var pays = job.pays(2, TestChain.coin());
    var refuser = pays.getFirst();
    stack.chain.rpc("anvil_setCode", "[\"%s\", \"%s\"]".formatted(refuser.to(), REVERTS));
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(
          () -> job.states(batch).equals("COMPLETED 1, RETRYING 1"), without("plan", batch));
      stack.chain.rpc("anvil_setCode", "[\"%s\", \"0x\"]".formatted(refuser.to()));
      var copied = stack.calldata(batch).getFirst();
      var _ =
          stack.chain.deployer.await(stack.chain.deployer.call(stack.treasury.address(), copied));

      running.until(() -> job.completed(batch), without("plan", batch));

      Job.assertLedgerHolds(running);
    }
    job.assertPaidOnce(pays);
    assertThat(stack.number("SELECT count(*) FROM posting WHERE kind = 'STRAY'")).isEqualTo(1);
  }

  @Test
  void aSightingThatWasKeptWhileItsShardWasPlannedIsBookedAndTheRestIsPlannedAgain()
      throws Exception {
    var pays = job.pays(3, TestChain.coin());
    for (var refuser : pays.subList(0, 2)) {
      stack.chain.rpc("anvil_setCode", "[\"%s\", \"%s\"]".formatted(refuser.to(), REVERTS));
    }
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(
          () -> job.states(batch).equals("COMPLETED 1, RETRYING 2"), without("plan", batch));
      stack.chain.rpc("anvil_setCode", "[\"%s\", \"0x\"]".formatted(pays.getFirst().to()));
      var copied = stack.calldata(batch).getFirst();
      var _ =
          stack.chain.deployer.await(stack.chain.deployer.call(stack.treasury.address(), copied));
      running.until(() -> job.states(batch).contains("PAID 1"), "follow");
      // The moment at which the planner has read and the follower has not written yet.
      stack.db.useHandle(h -> h.execute("CREATE TABLE apart AS SELECT * FROM seen"));
      stack.db.useHandle(h -> h.execute("DELETE FROM seen"));
      running.until(() -> count("shard", batch) == 2, "plan");
      stack.db.useHandle(h -> h.execute("INSERT INTO seen SELECT * FROM apart"));
      stack.chain.rpc("anvil_setCode", "[\"%s\", \"0x\"]".formatted(pays.get(1).to()));

      running.until(() -> job.completed(batch));

      Job.assertLedgerHolds(running);
    }
    job.assertPaidOnce(pays);
  }

  /** All stages but one, which plans the batch once before. */
  private static String[] without(String name, BatchId batch) throws Exception {
    try (var running = stack.start(Killer.none())) {
      running.until(
          () -> stack.number("SELECT count(*) FROM shard WHERE batch_id = ?", batch.text()) > 0);
      return running.execution.stages().stream()
          .map(Stage::name)
          .filter(stage -> !stage.equals(name))
          .toArray(String[]::new);
    }
  }

  @Test
  void withADaemonDownTheOthersSignAndItLearnsTheStatementLater() throws Exception {
    var pays = job.pays(1);
    var batch = job.approved(pays);
    int sessions = stack.table.quorums().size();
    stack.stop(0);
    try {
      job.complete(batch);
    } finally {
      stack.restart(0);
    }

    job.assertPaidOnce(pays);
    assertThat(stack.table.quorums().subList(sessions, stack.table.quorums().size()))
        .isNotEmpty()
        .containsOnly(List.of("custody-2", "custody-3"));
    var hash = stack.statement(batch);
    assertThat(stack.daemons.getFirst().knows(hash)).isFalse();
    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.daemons.getFirst().knows(hash));
    }
  }

  @Test
  void withAllDaemonsDownABatchWaitsAndGoesOn() throws Exception {
    var pays = job.pays(1);
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.state(batch).equals("EXECUTING"), "register");
      for (int i = 0; i < 3; i++) {
        stack.stop(i);
      }
      running.until(() -> job.waits(batch, "DEPENDENCY_DOWN"));
      for (int i = 0; i < 3; i++) {
        stack.restart(i);
      }
      running.until(() -> job.completed(batch));
      Job.assertLedgerHolds(running);
    }
    job.assertPaidOnce(pays);
  }

  @Test
  void signaturesAndAcknowledgementsThatDoNotHoldAreNeverStored() throws Exception {
    var pays = job.pays(1);
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      stack.daemons.forEach(daemon -> daemon.vice = Vice.ACKNOWLEDGES_FALSELY);
      running.until(() -> job.waits(batch, "ACKNOWLEDGEMENTS_MISSING"));
      assertThat(count("acknowledgement JOIN statement USING (statement_hash)", batch)).isZero();
      assertThat(count("registration_refusal JOIN statement USING (statement_hash)", batch))
          .isPositive();
      stack.daemons.forEach(daemon -> daemon.vice = Vice.SIGNS_SOMETHING_ELSE);
      running.until(() -> job.waits(batch, "SIGNATURE_INVALID"));
      assertThat(count("(SELECT * FROM shard WHERE signature IS NOT NULL) s", batch)).isZero();
      stack.daemons.forEach(daemon -> daemon.vice = Vice.NONE);
      running.until(() -> job.completed(batch));
    } finally {
      stack.daemons.forEach(daemon -> daemon.vice = Vice.NONE);
    }
    job.assertPaidOnce(pays);
  }

  private static long count(String from, BatchId batch) {
    return stack.number("SELECT count(*) FROM " + from + " WHERE batch_id = ?", batch.text());
  }

  @Test
  void whereThePolicyChangedPeopleApproveAgain() throws Exception {
    var pays = job.pays(1, stack.chain.dollars());
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.state(batch).equals("EXECUTING"), "register");
      stack.daemons.forEach(d -> d.refuses = Optional.of(Reason.REASON_POLICY_CHANGED));
      running.until(() -> stack.state(batch).equals("AWAITING_APPROVAL"));
      stack.daemons.forEach(d -> d.refuses = Optional.empty());
      stack.db.useHandle(
          h ->
              h.execute("UPDATE batch SET state = 'REGISTERING' WHERE batch_id = ?", batch.text()));
      running.until(() -> job.completed(batch));
    } finally {
      stack.daemons.forEach(d -> d.refuses = Optional.empty());
    }
    job.assertPaidOnce(pays);
  }

  @Test
  void aBatchWaitsForMoneyThatIsFinallyThere() throws Exception {
    var pays = job.pays(2, stack.chain.euros());
    var batch = stack.approved(pays, LIFE);
    try (var running = stack.start(Killer.none())) {
      running.until(() -> job.waits(batch, "FUNDS_SHORT"));
      assertThat(stack.text("SELECT detail FROM batch_wait WHERE batch_id = ?", batch.text()))
          .isEqualTo("short 0.002001 DEUR");
      assertThat(count("shard", batch)).isZero();
      stack.fund(pays);
      running.until(() -> job.completed(batch));
    }
    job.assertPaidOnce(pays);
  }

  @Test
  void aBlockThatTheChainGivesUpTakesItsSightingsWithItAndTheSameBytesGoAgain() throws Exception {
    var pays = job.pays(2, stack.chain.dollars());
    var batch = job.approved(pays);
    stack.chain.rpc("evm_setIntervalMining", "[0]");
    try (var running = stack.start(Killer.none())) {
      running.until(() -> job.states(batch).equals("PAID 2"));
      stack.chain.rpc("anvil_reorg", "[2, []]");
      running.until(
          () ->
              stack.number(
                      "SELECT count(*) FROM event WHERE batch_id = ? AND detail LIKE '%gave up%'",
                      batch.text())
                  > 0);
      running.until(() -> job.completed(batch));
      Job.assertLedgerHolds(running);
    } finally {
      stack.chain.rpc("evm_setIntervalMining", "[1]");
    }
    job.assertPaidOnce(pays);
    assertThat(
            stack.number(
                """
                SELECT count(DISTINCT (lane, nonce)) FROM reservation JOIN shard USING (shard_id)
                 WHERE batch_id = ?""",
                batch.text()))
        .isEqualTo(1);
  }

  @Test
  void aTransactionThatNoBlockTakesIsOfferedMoreUnderTheSameNonce() throws Exception {
    var pays = job.pays(2, stack.chain.dollars());
    var batch = job.approved(pays);
    stack.chain.rpc("evm_setIntervalMining", "[0]");
    try (var running = stack.start(Killer.none())) {
      running.until(
          () -> job.states(batch).equals("IN_FLIGHT 2"), "register", "plan", "sign", "follow");
      running.until(() -> count("reservation JOIN shard USING (shard_id)", batch) > 0, "send");
      var price = "[\"0x" + BigInteger.TEN.pow(11).toString(16) + "\"]";
      stack.chain.rpc("anvil_setNextBlockBaseFeePerGas", price);
      running.until(() -> job.completed(batch));
    } finally {
      stack.chain.rpc("evm_setIntervalMining", "[1]");
    }
    job.assertPaidOnce(pays);
    var of = "attempt JOIN reservation USING (lane, nonce) JOIN shard USING (shard_id)";
    assertThat(count(of, batch)).isGreaterThan(1);
    assertThat(count("reservation JOIN shard USING (shard_id)", batch)).isEqualTo(1);
  }

  @Test
  void aNonceThatSomethingElseUsedIsReplacedByANewOne() throws Exception {
    var pays = job.pays(1, stack.chain.dollars());
    var batch = job.approved(pays);
    var killer = Killer.at(Point.ATTEMPT_STORED, 1);
    try (var doomed = stack.start(killer)) {
      doomed.until(() -> job.completed(batch));
    } catch (Killer.Killed expected) {
      assertThat(killer.hasStruck()).isTrue();
    }
    var lane = Address.parse(ofBatch("lane", batch));
    var key =
        stack.lanes.stream().filter(each -> each.address().equals(lane)).findFirst().orElseThrow();
    var gwei = BigInteger.TEN.pow(9);
    var theft =
        Transaction.call(
            TestChain.CHAIN,
            Long.parseLong(ofBatch("nonce", batch)),
            new Transaction.Fees(gwei, gwei.multiply(BigInteger.valueOf(200))),
            21_000,
            stack.someone(),
            new byte[0]);
    assertThat(stack.chain.client.submit(key.sign(theft).bytes()))
        .isEqualTo(new Submission.Accepted());
    stack.chain.mine();

    job.complete(batch);

    job.assertPaidOnce(pays);
    assertThat(
            stack.text(
                """
                SELECT string_agg(settled_by, ' ' ORDER BY nonce, settled_at)
                  FROM reservation JOIN shard USING (shard_id) WHERE batch_id = ?""",
                batch.text()))
        .contains("FOREIGN")
        .contains("PAY");
  }

  private static String ofBatch(String column, BatchId batch) {
    return stack.text(
        "SELECT %s FROM reservation JOIN shard USING (shard_id) WHERE batch_id = ?"
            .formatted(column),
        batch.text());
  }

  @Test
  void whatATokenLeavesOpenIsDisputedAndPeopleDecide() throws Exception {
    var pays = new ArrayList<>(job.pays(1, TestChain.token(stack.chain.odd)));
    pays.addAll(job.pays(1, TestChain.token(stack.chain.taxed)));
    pays.addAll(job.pays(1, stack.chain.dollars()));
    var batch = job.approved(pays);
    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.state(batch).equals("PARTIALLY_COMPLETED"));
      Job.assertLedgerHolds(running);
      assertThat(ExecutionStack.trialBalance(running).getBalancesList())
          .filteredOn(balance -> balance.getAccount().equals("disputed"))
          .extracting(AccountBalance::getUnits)
          .containsExactly("1000", "1000");
    }
    assertThat(job.states(batch)).isEqualTo("COMPLETED 1, IN_FLIGHT 2");
  }

  @Test
  void aVoidLeafIsCancelledAndNeverPaid() throws Exception {
    var pays = job.pays(2, stack.chain.dollars());
    var batch = stack.approved(pays, LIFE);
    var deadline = stack.clock.instant().plus(LIFE);
    var order =
        VoidOrder.of(
            stack.account(),
            Digest32.sha256(new byte[1]),
            stack.statement(batch),
            deadline,
            List.of(0));
    try (var running = stack.start(Killer.none())) {
      running.until(() -> job.waits(batch, "FUNDS_SHORT"));
      var _ =
          stack.chain.deployer.await(
              stack.chain.deployer.call(
                  stack.treasury.address(), order.calldata(stack.treasury.sign(order.digest()))));
      running.until(() -> job.states(batch).equals("APPROVED 1, CANCELLED 1"));
      stack.fund(pays);
      running.until(() -> stack.state(batch).equals("PARTIALLY_COMPLETED"));
      Job.assertLedgerHolds(running);
    }
    assertThat(stack.chain.held(pays.get(0).asset(), pays.get(0).to())).isZero();
    job.assertPaidOnce(pays.subList(1, 2));
  }

  @Test
  void whatWasNeverPaidByTheExpiryIsExpiredEvenIfKilledMeanwhile() throws Exception {
    var pays = job.pays(2, TestChain.coin());
    var refuser = pays.getFirst();
    stack.chain.rpc("anvil_setCode", "[\"%s\", \"%s\"]".formatted(refuser.to(), REVERTS));
    stack.fund(pays);
    var batch = stack.approved(pays, Duration.ofHours(1));
    var killer = Killer.at(Point.EXPIRED_LEAVES_BOOKED, 1);
    try (var doomed = stack.start(killer)) {
      doomed.until(() -> job.states(batch).equals("COMPLETED 1, RETRYING 1"));
      stack.clock.advance(Duration.ofHours(1));
      stack.chain.rpc("evm_increaseTime", "[3600]");
      doomed.until(() -> !stack.state(batch).equals("EXECUTING"));
    } catch (Killer.Killed expected) {
      assertThat(killer.hasStruck()).isTrue();
    }
    assertThat(killer.hasStruck()).isTrue();

    try (var running = stack.start(Killer.none())) {
      running.until(() -> stack.state(batch).equals("PARTIALLY_COMPLETED"));
      Job.assertLedgerHolds(running);
    }

    assertThat(job.states(batch)).isEqualTo("COMPLETED 1, EXPIRED 1");
    assertThat(stack.chain.held(refuser.asset(), refuser.to())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE entry SET units = units + 1 | entry never changes",
        "DELETE FROM posting | posting never changes",
        "UPDATE outcome SET amount = amount + 1 | outcome never changes",
        "UPDATE shard SET total = total + 1 | shard never changes",
        "UPDATE shard SET signature = decode(repeat('00', 65), 'hex') | shard never changes",
        "UPDATE reservation SET shard_id = shard_id + 1 | for one shard, for ever",
        "UPDATE attempt SET signed_bytes = '' | attempt never changes",
        "UPDATE leaf_shard SET tries = tries + 1 | stands in an open shard",
        "INSERT INTO posting (kind, tx_hash, booked_at) VALUES ('FEE', '', now()) | sum to zero",
        "INSERT INTO entry SELECT max(posting_id), 'payees', 'x', 1 FROM posting | down whole",
        "UPDATE shard SET state = 'SUPERSEDED' WHERE state = 'SENT' | is SUPERSEDED and holds"
      })
  void theDatabaseRefusesToChangeWhatIsBookedOrPromised(String sql, String refusal)
      throws Exception {
    if (stack.number("SELECT count(*) FROM shard WHERE state = 'SENT'") == 0) {
      job.complete(job.approved(job.pays(1, stack.chain.dollars())));
      var open = job.approved(job.pays(1, TestChain.coin()));
      try (var running = stack.start(Killer.none())) {
        running.until(() -> count("shard", open) == 1, "register", "plan", "follow");
        running.until(() -> job.states(open).equals("IN_FLIGHT 1"), "sign");
        running.until(
            () -> count("(SELECT * FROM shard WHERE state = 'SENT') s", open) == 1, "send");
      }
    }
    assertThatThrownBy(() -> stack.db.useHandle(h -> h.execute(sql))).hasMessageContaining(refusal);
  }
}
