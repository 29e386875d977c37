package io.argosy.custodycore;

import static io.argosy.custodycore.World.DUSD;
import static io.argosy.custodycore.World.ETH;
import static io.argosy.custodycore.World.KEY;
import static io.argosy.custodycore.World.NOW;
import static io.argosy.custodycore.World.QUORUM;
import static io.argosy.custodycore.World.TREASURY;
import static io.argosy.custodycore.World.granted;
import static io.argosy.custodycore.World.leaf;
import static io.argosy.custodycore.World.refused;
import static io.argosy.custodycore.World.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.executor.VoidOrder;
import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.model.AccountId;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.Statement.Total;
import io.argosy.model.VoidLeaf;
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

/** Each refusal of a void statement and its orders, by the one change that causes it. */
final class VoidGateTest {
  private static final List<Leaf> LEAVES =
      List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 6, "b"), leaf(ETH, 7, "c"));
  private static final List<Leaf> OTHERS = List.of(leaf(DUSD, 9, "d"));
  private static final Instant DEADLINE = NOW.plusSeconds(600);
  private static final Instant END = NOW.plus(Duration.ofHours(12));

  @TempDir private Path folder;
  private World world;
  private Statement paying;
  private Statement other;
  private List<VoidLeaf> voided;

  @BeforeEach
  void twoRegisteredPayments() throws IOException {
    world = new World(folder);
    world.withPolicy(world.policy(1));
    paying = world.statement(LEAVES);
    other = world.statement(OTHERS);
    granted(world.register(paying, LEAVES));
    granted(world.register(other, OTHERS));
    voided =
        List.of(
            new VoidLeaf(paying.hash(), 0),
            new VoidLeaf(paying.hash(), 2),
            new VoidLeaf(other.hash(), 0));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Statement voiding(List<VoidLeaf> leaves, long dusd, long eth) {
    return voiding(leaves, TREASURY, world.genesis, dusd, eth, END);
  }

  private static Statement voiding(
      List<VoidLeaf> leaves,
      AccountId treasury,
      Digest32 genesis,
      long dusd,
      long eth,
      Instant end) {
    return new Statement(
        Statement.Kind.VOID,
        genesis,
        new BatchId("void-1"),
        new KeyId("mara"),
        treasury,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        leaves.size(),
        List.of(new Total(DUSD, units(dusd), 6), new Total(ETH, units(eth), 6)),
        new MerkleTree(leaves.stream().map(VoidLeaf::encoded).toList()).root(),
        BigInteger.ZERO,
        NOW.minusSeconds(60),
        end);
  }

  private Answer<Acknowledgement> register(
      Statement statement, List<VoidLeaf> leaves, List<PersonSignature> signatures) {
    return world.gate.register(
        statement.encoded(), leaves.stream().map(VoidLeaf::encoded).toList(), signatures);
  }

  private Answer<Acknowledgement> register(Statement statement, List<VoidLeaf> leaves) {
    return register(statement, leaves, world.people(statement));
  }

  private Statement registered() {
    var statement = voiding(voided, 14, 7);
    granted(register(statement, voided));
    return statement;
  }

  @Test
  void leavesOtherThanThePeopleSignedAreRefused() {
    var statement = voiding(voided, 14, 7);
    refused(register(statement, voided.subList(0, 2)), Why.COUNT_MISMATCH);
    refused(
        register(statement, List.of(voided.get(2), voided.get(1), voided.get(0))),
        Why.ROOT_MISMATCH);
    refused(register(voiding(voided, 15, 7), voided), Why.TOTALS_MISMATCH);
    var twice = List.of(voided.get(0), voided.get(1), voided.get(0));
    refused(register(voiding(twice, 10, 7), twice), Why.STATEMENT_MALFORMED);
    refused(
        world.gate.register(
            statement.encoded(),
            LEAVES.stream().map(Leaf::encoded).toList(),
            world.people(statement)),
        Why.STATEMENT_MALFORMED);
  }

  @Test
  void leavesThatThisDaemonDoesNotKnowAreRefused() {
    var unknown = List.of(voided.get(0), new VoidLeaf(Digest32.sha256(new byte[1]), 0));
    refused(register(voiding(unknown, 5, 7), unknown), Why.NOT_REGISTERED);
    var beyond = List.of(voided.get(0), new VoidLeaf(paying.hash(), 3));
    refused(register(voiding(beyond, 5, 7), beyond), Why.NOT_IN_STATEMENT);
    var elsewhere = new AccountId(World.CHAIN, World.address(0x12));
    refused(
        register(voiding(voided, elsewhere, world.genesis, 14, 7, END), voided),
        Why.TREASURY_UNKNOWN);
    refused(
        register(voiding(voided, TREASURY, Digest32.of(new byte[32]), 14, 7, END), voided),
        Why.GENESIS_OTHER);
    refused(
        register(
            voiding(voided, TREASURY, world.genesis, 14, 7, NOW.plus(Duration.ofDays(2))), voided),
        Why.LIFE_TOO_LONG);
    var itself = registered();
    var again = List.of(voided.get(0), new VoidLeaf(itself.hash(), 0));
    refused(register(voiding(again, 5, 7), again), Why.NOT_REGISTERED);
  }

  @Test
  void withoutTheMakerAndTwoOtherPeopleNothingIsVoided() {
    var statement = voiding(voided, 14, 7);
    var people = world.people(statement);
    refused(register(statement, voided, people.subList(0, 2)), Why.APPROVALS_MISSING);
    refused(register(statement, voided, people.subList(1, 3)), Why.MAKER_MISSING);
    refused(register(statement, voided, world.people(paying)), Why.SIGNATURE_INVALID);
    granted(register(statement, voided, people));
    granted(register(statement, voided, people));
  }

  private Answer<Gate.Permit> permit(String request, Statement statement, Intent intent) {
    return world.permit(
        new SignOrder(
            request,
            KEY,
            QUORUM,
            Optional.of(statement.hash()),
            world.acknowledged(statement, 1, 2, 3),
            List.of(intent)));
  }

  private static Intent.VoidLeaves order(Integer... places) {
    return new Intent.VoidLeaves(List.of(places), DEADLINE);
  }

  @Test
  void anOrderThatIsNotTheVoidStatementsIsRefused() {
    var statement = registered();
    refused(permit("r", statement, order()), Why.NOT_IN_STATEMENT);
    refused(permit("r", statement, order(1, 0)), Why.NOT_IN_STATEMENT);
    refused(permit("r", statement, order(0, 3)), Why.NOT_IN_STATEMENT);
    refused(permit("r", statement, order(0, 1, 2)), Why.REQUEST_INVALID);
    refused(
        permit("r", statement, new Intent.VoidLeaves(List.of(0), END.plusSeconds(1))),
        Why.DEADLINE_TOO_LATE);
    refused(
        permit("r", statement, new Intent.Pay(List.of(0), DUSD, DEADLINE, 100_000)),
        Why.REQUEST_INVALID);
    refused(permit("r", paying, order(0)), Why.REQUEST_INVALID);
  }

  @Test
  void whatIsPermittedIsTheDigestOfExactlyThoseLeavesAfterARestartToo() throws IOException {
    var statement = registered();
    world.close();
    world = new World(folder);

    var permit = granted(permit("r", statement, order(0, 1)));

    assertThat(permit.digests())
        .containsExactly(
            VoidOrder.of(TREASURY, statement.hash(), paying.hash(), DEADLINE, List.of(0, 2))
                .digest());
  }

  @Test
  void aVoidTakesNothingOfTheDaysLimits() {
    var first = List.of(leaf(DUSD, 400, "e"), leaf(DUSD, 495, "f"));
    granted(world.register(world.statement(first), first));
    var many = List.of(new VoidLeaf(world.statement(first).hash(), 0), voided.get(1));
    granted(register(voiding(many, 400, 7), many));
    var next = List.of(leaf(DUSD, 400, "g"), leaf(DUSD, 185, "h"));
    granted(world.register(world.statement(next), next));
  }
}
