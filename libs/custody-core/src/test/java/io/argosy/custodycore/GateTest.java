package io.argosy.custodycore;

import static io.argosy.custodycore.World.DUSD;
import static io.argosy.custodycore.World.ETH;
import static io.argosy.custodycore.World.KEY;
import static io.argosy.custodycore.World.NOW;
import static io.argosy.custodycore.World.QUORUM;
import static io.argosy.custodycore.World.TREASURY;
import static io.argosy.custodycore.World.daemon;
import static io.argosy.custodycore.World.granted;
import static io.argosy.custodycore.World.leaf;
import static io.argosy.custodycore.World.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal of the gate, by the one change that causes it. */
final class GateTest {
  private static final List<Leaf> LEAVES =
      List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 6, "b"), leaf(ETH, 7, "c"));
  private static final Instant DEADLINE = NOW.plusSeconds(600);

  @TempDir private Path folder;
  private World world;
  private Statement statement;

  @BeforeEach
  void aDaemonWithAPolicy() throws IOException {
    world = new World(folder);
    world.withPolicy(world.policy(1));
    statement = world.statement(LEAVES);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void refusedOf(List<PersonSignature> signatures, Why why) {
    refused(world.register(statement, LEAVES, signatures), why);
  }

  private void refusedFor(List<Leaf> leaves, Why why) {
    refused(world.register(world.statement(leaves), leaves), why);
  }

  private Statement changed(Instant notBefore, Instant expiry, int executor, Digest32 genesis) {
    return new Statement(
        statement.kind(),
        genesis,
        statement.batch(),
        statement.maker(),
        statement.treasury(),
        executor,
        statement.mode(),
        statement.policy(),
        statement.count(),
        statement.totals(),
        statement.root(),
        statement.maxNetworkFee(),
        notBefore,
        expiry);
  }

  @Test
  void leavesOtherThanThePeopleSignedAreRefused() {
    var more = new ArrayList<>(LEAVES);
    more.add(leaf(ETH, 1, "d"));
    refused(world.register(statement, more), Why.COUNT_MISMATCH);
    refused(
        world.register(statement, List.of(LEAVES.get(1), LEAVES.get(0), LEAVES.get(2))),
        Why.ROOT_MISMATCH);
    refused(
        world.register(statement, List.of(leaf(DUSD, 50, "a"), LEAVES.get(1), LEAVES.get(2))),
        Why.TOTALS_MISMATCH);
    refusedFor(List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 5, "a")), Why.EXTERNAL_ID_SEEN);
  }

  @Test
  void aStatementThatThePolicyDoesNotAllowIsRefused() {
    var start = statement.notBefore();
    var end = statement.expiry();
    var genesis = world.genesis;
    var late = start.plus(Duration.ofDays(2));
    refused(world.register(changed(start, late, 1, genesis), LEAVES), Why.LIFE_TOO_LONG);
    refused(world.register(changed(start, end, 2, genesis), LEAVES), Why.EXECUTOR_OTHER);
    refused(
        world.register(changed(start, end, 1, Digest32.of(new byte[32])), LEAVES),
        Why.GENESIS_OTHER);
    refused(
        world.register(changed(start, NOW.minusSeconds(1), 1, genesis), LEAVES),
        Why.STATEMENT_EXPIRED);
    refusedFor(List.of(leaf(DUSD, 501, "a")), Why.LIMIT_EXCEEDED);
    refusedFor(List.of(leaf(DUSD, 500, "a"), leaf(DUSD, 401, "b")), Why.LIMIT_EXCEEDED);
    var unknown = AssetId.token(World.CHAIN, World.address(0x99));
    refusedFor(List.of(leaf(unknown, 5, "a")), Why.ASSET_UNKNOWN);
    refused(
        world.gate.register(
            "argosy statement 1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            List.of(),
            List.of()),
        Why.STATEMENT_MALFORMED);
  }

  @Test
  void withoutTheMakerAndTwoOtherPeopleNothingIsRegistered() {
    var hash = statement.hash();
    var maker = world.signed("mara", Role.MAKER, Verdict.APPROVE, hash);
    var anna = world.signed("anna", Role.APPROVER, Verdict.APPROVE, hash);
    refusedOf(List.of(anna), Why.MAKER_MISSING);
    refusedOf(List.of(maker), Why.APPROVALS_MISSING);
    refusedOf(List.of(maker, anna), Why.APPROVALS_MISSING);
    refusedOf(List.of(maker, anna, anna), Why.APPROVALS_MISSING);
    refusedOf(
        List.of(maker, anna, world.signed("mara-2", Role.APPROVER, Verdict.APPROVE, hash)),
        Why.MAKER_IS_APPROVER);
    refusedOf(
        List.of(maker, anna, world.signed("thief", Role.APPROVER, Verdict.APPROVE, hash)),
        Why.PERSON_UNKNOWN);
    refusedOf(
        List.of(maker, anna, world.signed("arno", Role.APPROVER, Verdict.REJECT, hash)),
        Why.REJECTED_BY_APPROVER);
    refusedOf(
        List.of(maker, anna, world.signed("arno", Role.APPROVER, Verdict.APPROVE, hash, 1)),
        Why.SIGNATURE_INVALID);
    var other = Digest32.sha256(new byte[1]);
    refusedOf(
        List.of(maker, anna, world.signed("arno", Role.APPROVER, Verdict.APPROVE, other)),
        Why.SIGNATURE_INVALID);
    refusedOf(
        List.of(world.signed("mara", Role.MAKER, Verdict.REJECT, hash), anna), Why.MAKER_MISSING);
  }

  @Test
  void anExternalIdIsRegisteredOnceForEver() {
    granted(world.register(statement, LEAVES));
    granted(world.register(statement, LEAVES));
    refusedFor(List.of(leaf(DUSD, 9, "b")), Why.EXTERNAL_ID_SEEN);
  }

  @Test
  void aDaysLimitCountsAllStatementsOfThatDay() {
    var first = List.of(leaf(DUSD, 400, "a"), leaf(DUSD, 500, "b"));
    granted(world.register(world.statement(first), first));
    refusedFor(List.of(leaf(DUSD, 400, "c"), leaf(DUSD, 201, "d")), Why.LIMIT_EXCEEDED);
    world.now = NOW.plus(Duration.ofHours(11)).plus(Duration.ofMinutes(59));
    var next = List.of(leaf(DUSD, 400, "c"), leaf(DUSD, 200, "d"));
    granted(world.register(world.statement(next), next));
  }

  private Answer<Gate.Permit> permit(String request, Intent intent, int... acknowledged) {
    return world.permit(
        new SignOrder(
            request,
            KEY,
            QUORUM,
            Optional.of(statement.hash()),
            world.acknowledged(statement, acknowledged),
            List.of(intent)));
  }

  private static Intent.Pay pay(Integer... leaves) {
    return new Intent.Pay(List.of(leaves), DUSD, DEADLINE, 100_000);
  }

  @Test
  void anOrderThatIsNotTheRegisteredStatementsIsRefused() {
    refused(permit("r", pay(0), 1, 2, 3), Why.NOT_REGISTERED);
    granted(world.register(statement, LEAVES));

    refused(permit("r", pay(0, 2), 1, 2, 3), Why.NOT_IN_STATEMENT);
    refused(permit("r", pay(1, 0), 1, 2, 3), Why.NOT_IN_STATEMENT);
    refused(permit("r", pay(0, 3), 1, 2, 3), Why.NOT_IN_STATEMENT);
    refused(permit("r", pay(), 1, 2, 3), Why.NOT_IN_STATEMENT);
    var late = statement.expiry().plusSeconds(1);
    refused(
        permit("r", new Intent.Pay(List.of(0), DUSD, late, 100_000), 1, 2, 3),
        Why.DEADLINE_TOO_LATE);
    refused(
        permit("r", new Intent.Pay(List.of(0), DUSD, DEADLINE, 29_999), 1, 2, 3),
        Why.ITEM_GAS_OUT_OF_BOUNDS);
    refused(permit("r", pay(0), 1), Why.ACKNOWLEDGEMENTS_MISSING);
    var forged = new ArrayList<>(world.acknowledged(statement, 1));
    var second = world.acknowledged(statement, 2).getFirst().acknowledgement();
    forged.add(new Acknowledgement.Signed(second, World.sign("thief", second.encoded())));
    refused(
        world.permit(
            new SignOrder(
                "r", KEY, QUORUM, Optional.of(statement.hash()), forged, List.of(pay(0)))),
        Why.ACKNOWLEDGEMENTS_MISSING);
  }

  @Test
  void anotherKeyOrAnotherQuorumIsRefused() {
    granted(world.register(statement, LEAVES));
    var acknowledged = world.acknowledged(statement, 1, 2, 3);
    var hash = Optional.of(statement.hash());
    var intents = List.<Intent>of(pay(0));
    refused(
        world.permit(new SignOrder("r", new KeyId("other"), QUORUM, hash, acknowledged, intents)),
        Why.KEY_UNKNOWN);
    for (var quorum :
        List.of(
            List.of(daemon(1)),
            List.of(daemon(2), daemon(1)),
            List.of(daemon(2), daemon(3)),
            List.of(daemon(1), daemon(2), daemon(3)),
            List.of(daemon(1), daemon(4)))) {
      refused(
          world.permit(new SignOrder("r", KEY, quorum, hash, acknowledged, intents)),
          Why.QUORUM_INVALID);
    }
  }

  @Test
  void timeFreezeAndARequestIdUsedBeforeStopASession() {
    granted(world.register(statement, LEAVES));
    world.now = statement.notBefore().minusSeconds(1);
    refused(permit("r", pay(0), 1, 2, 3), Why.NOT_YET_VALID);
    world.now = statement.expiry().plusSeconds(1);
    refused(permit("r", pay(0), 1, 2, 3), Why.STATEMENT_EXPIRED);
    world.now = NOW;
    granted(permit("r", pay(0), 1, 2, 3));
    refused(permit("r", pay(0), 1, 2, 3), Why.REQUEST_ID_REUSED);

    var order = freeze(FreezeOrder.Act.FREEZE, 1);
    refused(
        world.gate.freeze(order.encoded(), new KeyId("watcher"), new byte[64]), Why.ORDER_INVALID);
    byte[] signed = World.sign("watcher", order.encoded());
    granted(world.gate.freeze(order.encoded(), new KeyId("watcher"), signed));
    refused(permit("s", pay(0), 1, 2, 3), Why.FROZEN);

    var thaw = freeze(FreezeOrder.Act.THAW, 1);
    byte[] byWatcher = World.sign("watcher", thaw.encoded());
    refused(world.gate.freeze(thaw.encoded(), new KeyId("watcher"), byWatcher), Why.ORDER_INVALID);
    refused(
        world.gate.thaw(thaw.encoded(), world.officers(thaw.hash()).subList(0, 1)),
        Why.ORDER_INVALID);
    granted(world.gate.thaw(thaw.encoded(), world.officers(thaw.hash())));
    granted(permit("s", pay(0), 1, 2, 3));
    refused(world.gate.freeze(order.encoded(), new KeyId("watcher"), signed), Why.ORDER_INVALID);
  }

  @Test
  void aFreezeInForceIsHandedOnWithItsSignatureUntilItIsThawed() {
    var order = freeze(FreezeOrder.Act.FREEZE, 7);
    byte[] signed = World.sign("watcher", order.encoded());
    granted(world.gate.freeze(order.encoded(), new KeyId("watcher"), signed));

    var kept = world.journal.freezes().ordersInForce();

    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst().order()).isEqualTo(order);
    assertThat(kept.getFirst().signature()).isEqualTo(signed);
    var thaw = freeze(FreezeOrder.Act.THAW, 7);
    granted(world.gate.thaw(thaw.encoded(), world.officers(thaw.hash())));
    assertThat(world.journal.freezes().ordersInForce()).isEmpty();
  }

  @Test
  void aDaemonThatCheatedIsKeptOutOfEverySessionAfterARestartToo() throws IOException {
    granted(world.register(statement, LEAVES));
    world.journal.sessions().quarantine(daemon(2), "sign/q", "the product", List.of(), NOW);
    world.close();
    world = new World(folder);

    refused(permit("r", pay(0), 1, 2, 3), Why.QUARANTINED);

    assertThat(world.journal.sessions().quarantined()).containsExactly(daemon(2));
  }

  @Test
  void aSessionThatACrashCutOffIsFoundOnceAndItsRequestIsNeverUsedAgain() throws IOException {
    granted(world.register(statement, LEAVES));
    granted(permit("whole", pay(0), 1, 2, 3));
    granted(permit("cut", pay(0), 1, 2, 3));
    world.journal.sessions().end("whole", SessionJournal.End.SIGNED);
    world.close();
    world = new World(folder);

    var found = world.journal.sessions().closeCutOff(daemon(1), _ -> 4, NOW);

    assertThat(found)
        .containsExactly(
            new SessionJournal.CutOff("cut", World.KEY, List.of(daemon(1), daemon(2))));
    assertThat(world.journal.pairs().all())
        .containsExactly(new PairJournal.Spoiled(new KeyEpoch(World.KEY, 4), daemon(2), false));
    assertThat(world.journal.sessions().closeCutOff(daemon(1), _ -> 4, NOW)).isEmpty();
    refused(permit("cut", pay(0), 1, 2, 3), Why.REQUEST_ID_REUSED);
  }

  /** The word on how a session ended waits for no disk; what is permitted after it does. */
  @Test
  void everyPermitIsOnTheDiskBeforeItIsGranted() throws ReflectiveOperationException {
    granted(world.register(statement, LEAVES));
    granted(permit("first", pay(0), 1, 2, 3));
    world.journal.sessions().end("first", SessionJournal.End.SIGNED);

    var field = SessionJournal.class.getDeclaredField("db");
    field.setAccessible(true);
    var db = (org.jdbi.v3.core.Handle) field.get(world.journal.sessions());

    int full = 2;
    assertThat(db.createQuery("PRAGMA synchronous").mapTo(Integer.class).one()).isEqualTo(full);
  }

  private FreezeOrder freeze(FreezeOrder.Act act, long number) {
    return new FreezeOrder(act, world.genesis, number, Optional.of(TREASURY), "a drill");
  }

  @Test
  void fewerAcknowledgementsCountSeveralTimesAgainstTheDaysLimit() {
    var leaves = List.of(leaf(DUSD, 400, "a"), leaf(DUSD, 400, "b"));
    statement = world.statement(leaves);
    granted(world.register(statement, leaves));

    refused(permit("r", pay(0), 1, 2), Why.LIMIT_EXCEEDED);
    granted(permit("r", pay(0), 1, 2, 3));
  }

  @Test
  void aPolicyThatNoLongerListsAnApproverStopsWhatWasRegistered() {
    granted(world.register(statement, LEAVES));
    var before = world.policy(2);
    var without =
        new Policy(
            2,
            before.genesis(),
            before.ends(),
            before.chain(),
            before.checkpoint(),
            1,
            before.executor(),
            before.life(),
            before.people().subList(0, 3),
            before.treasuries(),
            before.assets(),
            before.tiers());
    world.withPolicy(without);

    refused(permit("r", pay(0), 1, 2, 3), Why.POLICY_CHANGED);
    world.withPolicy(world.policy(3));
    granted(permit("r", pay(0), 1, 2, 3));
  }

  @Test
  void aPolicyIsInstalledByTwoOfficersAndItsNumberNeverFalls() {
    var next = world.policy(2);
    var officers = world.officers(next.hash());
    refused(world.gate.install(next.encoded(), officers.subList(0, 1)), Why.ORDER_INVALID);
    refused(
        world.gate.install(next.encoded(), List.of(officers.get(0), officers.get(0))),
        Why.ORDER_INVALID);
    var maker = world.signed("mara", Role.OFFICER, Verdict.APPROVE, next.hash());
    refused(world.gate.install(next.encoded(), List.of(officers.get(0), maker)), Why.ORDER_INVALID);
    granted(world.gate.install(next.encoded(), officers));
    var first = world.policy(1);
    refused(world.gate.install(first.encoded(), world.officers(first.hash())), Why.ORDER_INVALID);
    world.now = next.ends();
    refused(world.register(statement, LEAVES), Why.POLICY_ENDED);
  }

  @Test
  void aTreasurysNonceIsDelegatedToThePinnedCodeOnce() {
    var order = new DelegationOrder(world.genesis, TREASURY, KEY, World.address(0x77), 0);
    var other = new DelegationOrder(world.genesis, TREASURY, KEY, World.address(0x78), 0);

    refused(delegate("r", other), Why.EXECUTOR_OTHER);
    granted(delegate("r", order));
    granted(delegate("s", order));
    var few = world.officers(Digest32.sha256(order.encoded())).subList(0, 1);
    refused(
        world.permit(
            new SignOrder(
                "t",
                KEY,
                QUORUM,
                Optional.empty(),
                List.of(),
                List.of(new Intent.Delegate(order, few)))),
        Why.ORDER_INVALID);
    refused(
        world.permit(new SignOrder("t", KEY, QUORUM, Optional.empty(), List.of(), List.of(pay(0)))),
        Why.NOT_REGISTERED);
  }

  private Answer<Gate.Permit> delegate(String request, DelegationOrder order) {
    var officers = world.officers(Digest32.sha256(order.encoded()));
    return world.permit(
        new SignOrder(
            request,
            KEY,
            QUORUM,
            Optional.empty(),
            List.of(),
            List.of(new Intent.Delegate(order, officers))));
  }

  @Test
  void whatIsPermittedIsTheDigestOfExactlyTheRegisteredLeaves() {
    granted(world.register(statement, LEAVES));

    var permit = granted(permit("r", pay(0, 1), 1, 2, 3));

    var expected =
        new Authorization(
            TREASURY,
            statement.hash(),
            DUSD,
            DEADLINE,
            100_000,
            statement.mode(),
            Segment.of(List.of(0, 1), LEAVES));
    assertThat(permit.digests()).containsExactly(expected.digest());
    assertThat(permit.key()).isEqualTo(KEY);
  }

  @Test
  void theJournalSurvivesAndAnotherDaemonsIsRefused() throws IOException {
    granted(world.register(statement, LEAVES));
    world.close();

    assertThatThrownBy(() -> Journal.open(folder.resolve("journal.db"), world.genesis, daemon(2)))
        .isInstanceOf(IOException.class);
    world = new World(folder);
    assertThat(world.journal.registration(statement.hash()))
        .get()
        .isInstanceOfSatisfying(
            Registration.Payment.class, kept -> assertThat(kept.leaves()).isEqualTo(LEAVES));
    granted(permit("r", pay(0), 1, 2, 3));
  }
}
