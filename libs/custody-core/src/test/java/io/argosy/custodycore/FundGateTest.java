package io.argosy.custodycore;

import static io.argosy.custodycore.World.DUSD;
import static io.argosy.custodycore.World.KEY;
import static io.argosy.custodycore.World.NOW;
import static io.argosy.custodycore.World.QUORUM;
import static io.argosy.custodycore.World.TREASURY;
import static io.argosy.custodycore.World.address;
import static io.argosy.custodycore.World.granted;
import static io.argosy.custodycore.World.leaf;
import static io.argosy.custodycore.World.refused;
import static io.argosy.custodycore.World.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.FundStatement.Refill;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal of lanes' refills, by the one change that causes it. */
final class FundGateTest {
  private static final long TODAY = FundStatement.day(NOW);
  private static final Instant START = NOW.minus(Duration.ofDays(3));
  private static final Instant END = NOW.plus(Duration.ofDays(30));

  @TempDir private Path folder;
  private World world;
  private FundStatement fund;

  @BeforeEach
  void aDaemonWithAPolicy() throws IOException {
    world = new World(folder);
    world.withPolicy(world.policy(1));
    fund = fund(world.genesis, TREASURY, 1, END);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Two lanes, 10 a refill, 4 refills a day, and no more than 80 ever. */
  private static FundStatement fund(
      Digest32 genesis, AccountId treasury, int executor, Instant expiry) {
    return new FundStatement(
        genesis,
        new FundId("fund-1"),
        treasury,
        AssetId.coin(treasury.chain()),
        executor,
        1,
        List.of(address(0xa1), address(0xa2)),
        units(10),
        4,
        units(80),
        START,
        expiry);
  }

  private Answer<Acknowledgement> register(
      FundStatement statement, List<PersonSignature> signatures) {
    return world.gate.register(statement.encoded(), List.of(), signatures);
  }

  private void registered() {
    granted(register(fund, world.officers(fund.hash())));
  }

  private void refusedAtRegistration(FundStatement changed, Why why) {
    refused(register(changed, world.officers(changed.hash())), why);
  }

  @Test
  void withoutAQuorumOfOfficersNothingIsRegistered() {
    var hash = fund.hash();
    var officers = world.officers(hash);
    refused(register(fund, officers.subList(0, 1)), Why.ORDER_INVALID);
    refused(register(fund, List.of(officers.get(0), officers.get(0))), Why.ORDER_INVALID);
    refused(
        register(
            fund,
            List.of(officers.get(0), world.signed("mara", Role.OFFICER, Verdict.APPROVE, hash))),
        Why.ORDER_INVALID);
    refused(
        register(
            fund,
            List.of(officers.get(0), world.signed("otto", Role.APPROVER, Verdict.APPROVE, hash))),
        Why.ORDER_INVALID);
    refused(
        register(
            fund,
            List.of(officers.get(0), world.signed("otto", Role.OFFICER, Verdict.REJECT, hash))),
        Why.ORDER_INVALID);
    refused(
        register(
            fund,
            List.of(officers.get(0), world.signed("otto", Role.OFFICER, Verdict.APPROVE, hash, 1))),
        Why.ORDER_INVALID);
    refused(register(fund, world.officers(Digest32.sha256(new byte[1]))), Why.ORDER_INVALID);
    registered();
    registered();
  }

  @Test
  void aFundStatementThatThePolicyDoesNotAllowIsRefused() {
    var elsewhere = new AccountId(World.CHAIN, address(0x12));
    refusedAtRegistration(fund(Digest32.of(new byte[32]), TREASURY, 1, END), Why.GENESIS_OTHER);
    refusedAtRegistration(fund(world.genesis, elsewhere, 1, END), Why.TREASURY_UNKNOWN);
    refusedAtRegistration(fund(world.genesis, TREASURY, 2, END), Why.EXECUTOR_OTHER);
    refusedAtRegistration(
        fund(world.genesis, TREASURY, 1, NOW.minusSeconds(1)), Why.STATEMENT_EXPIRED);
    byte[] row = leaf(DUSD, 5, "a").encoded();
    refused(
        world.gate.register(fund.encoded(), List.of(row), world.officers(fund.hash())),
        Why.COUNT_MISMATCH);
    var coinless = world.policy(2);
    world.withPolicy(
        new Policy(
            2,
            coinless.genesis(),
            coinless.ends(),
            coinless.chain(),
            coinless.checkpoint(),
            1,
            coinless.executor(),
            coinless.life(),
            coinless.people(),
            coinless.treasuries(),
            coinless.assets().subList(0, 1),
            coinless.tiers().subList(0, 1)));
    refusedAtRegistration(fund, Why.ASSET_UNKNOWN);
    world.now = coinless.ends();
    refusedAtRegistration(fund, Why.POLICY_ENDED);
  }

  private static Intent.Fund refill(long day, int lane, int number) {
    return new Intent.Fund(new Refill(day, lane, number), 50_000);
  }

  private Answer<Gate.Permit> permit(String request, Intent... intents) {
    return permit(request, KEY, intents);
  }

  private Answer<Gate.Permit> permit(String request, KeyId key, Intent... intents) {
    var acknowledged = world.acknowledged(fund.hash(), 1, 2, 3);
    return world.permit(
        new SignOrder(
            request, key, QUORUM, Optional.of(fund.hash()), acknowledged, List.of(intents)));
  }

  @Test
  void aRefillThatIsNotTodaysOrNotListedIsRefused() {
    refused(permit("r", refill(TODAY, 0, 0)), Why.NOT_REGISTERED);
    registered();

    refused(permit("r", refill(TODAY + 1, 0, 0)), Why.NOT_YET_VALID);
    refused(permit("r", refill(TODAY - 1, 0, 0)), Why.STATEMENT_EXPIRED);
    refused(permit("r", refill(TODAY, 2, 0)), Why.NOT_IN_STATEMENT);
    refused(permit("r", refill(TODAY, 0, 4)), Why.NOT_IN_STATEMENT);
    refused(
        permit("r", new Intent.Fund(new Refill(TODAY, 0, 0), 29_999)), Why.ITEM_GAS_OUT_OF_BOUNDS);
    refused(
        permit("r", new Intent.Fund(new Refill(TODAY, 0, 0), 200_001)), Why.ITEM_GAS_OUT_OF_BOUNDS);
    refused(permit("r", new KeyId("other"), refill(TODAY, 0, 0)), Why.KEY_UNKNOWN);
    refused(
        permit("r", refill(TODAY, 0, 0), new Intent.Pay(List.of(0), DUSD, NOW, 50_000)),
        Why.REQUEST_INVALID);
    refused(
        world.permit(
            new SignOrder(
                "r",
                KEY,
                QUORUM,
                Optional.of(fund.hash()),
                world.acknowledged(fund.hash(), 1),
                List.of(refill(TODAY, 0, 0)))),
        Why.ACKNOWLEDGEMENTS_MISSING);
    granted(permit("r", refill(TODAY, 0, 0)));
    refused(permit("r", refill(TODAY, 0, 0)), Why.REQUEST_ID_REUSED);
  }

  @Test
  void aRefillOfAPaymentIsRefused() {
    List<Leaf> leaves = List.of(leaf(DUSD, 5, "a"));
    var statement = world.statement(leaves);
    granted(world.register(statement, leaves));

    refused(
        world.permit(
            new SignOrder(
                "r",
                KEY,
                QUORUM,
                Optional.of(statement.hash()),
                world.acknowledged(statement, 1, 2, 3),
                List.of(refill(TODAY, 0, 0)))),
        Why.REQUEST_INVALID);
  }

  @Test
  void timeAndAFreezeStopRefills() {
    registered();
    world.now = START.minusSeconds(1);
    refused(permit("r", refill(TODAY - 3, 0, 0)), Why.NOT_YET_VALID);
    world.now = END.plusSeconds(1);
    world.withPolicy(renewed(2));
    refused(permit("r", refill(FundStatement.day(END), 0, 0)), Why.STATEMENT_EXPIRED);
    world.now = NOW;
    var order =
        new FreezeOrder(FreezeOrder.Act.FREEZE, world.genesis, 1, Optional.of(TREASURY), "x");
    granted(
        world.gate.freeze(
            order.encoded(), new KeyId("watcher"), World.sign("watcher", order.encoded())));
    refused(permit("r", refill(TODAY, 0, 0)), Why.FROZEN);
  }

  private Policy renewed(long number) {
    var before = world.policy(number);
    return new Policy(
        number,
        before.genesis(),
        END.plus(Duration.ofDays(30)),
        before.chain(),
        before.checkpoint(),
        1,
        before.executor(),
        before.life(),
        before.people(),
        before.treasuries(),
        before.assets(),
        before.tiers());
  }

  @Test
  void aPolicyThatNoLongerListsTheTreasuryStopsWhatWasRegistered() {
    registered();
    var before = world.policy(2);
    world.withPolicy(
        new Policy(
            2,
            before.genesis(),
            before.ends(),
            before.chain(),
            before.checkpoint(),
            1,
            before.executor(),
            before.life(),
            before.people(),
            List.of(),
            before.assets(),
            before.tiers()));

    refused(permit("r", refill(TODAY, 0, 0)), Why.POLICY_CHANGED);

    world.withPolicy(world.policy(3));
    granted(permit("r", refill(TODAY, 0, 0)));
  }

  /** Of three daemons one may be an attacker's, so each other one permits half of the cap. */
  @Test
  void refillsNeverComeToMoreThanTheLifetimeCapThoughOneDaemonIsOwned() throws IOException {
    registered();
    granted(permit("a", refill(TODAY, 0, 0), refill(TODAY, 1, 0)));
    granted(permit("b", refill(TODAY, 0, 1)));
    refused(permit("c", refill(TODAY, 0, 2), refill(TODAY, 1, 1)), Why.LIMIT_EXCEEDED);
    granted(permit("d", refill(TODAY, 0, 1)));
    granted(permit("e", refill(TODAY, 1, 1)));

    refused(permit("f", refill(TODAY, 0, 2)), Why.LIMIT_EXCEEDED);
    world.close();
    world = new World(folder);
    world.now = NOW.plus(Duration.ofDays(1));
    refused(permit("g", refill(TODAY + 1, 0, 0)), Why.LIMIT_EXCEEDED);
    world.now = NOW;
    granted(permit("h", refill(TODAY, 0, 0)));
  }

  @Test
  void whatIsPermittedIsTheDigestOfThatLanesRefillUntilTheDaysEnd() {
    registered();

    var permit = granted(permit("r", refill(TODAY, 1, 2)));

    int leaf = (3 * 2 + 1) * 4 + 2;
    var expected =
        new Authorization(
            TREASURY,
            fund.hash(),
            AssetId.coin(World.CHAIN),
            Instant.parse("2026-11-24T23:59:59Z"),
            50_000,
            Statement.Mode.BEST_EFFORT,
            List.of(
                new Segment(
                    0,
                    BigInteger.ONE.shiftLeft(leaf),
                    List.of(new Segment.Item(address(0xa2), units(10))))));
    assertThat(permit.digests()).containsExactly(expected.digest());
  }
}
