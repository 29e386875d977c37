package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which roster follows another, and what a daemon does by it. */
final class RosterChainTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void aDaemonWithItsGenesis() throws IOException {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Roster.Daemon listed(int index, String name) {
    return new Roster.Daemon(
        index,
        new DaemonId(name),
        World.publicKey(name),
        "127.0.0.1:" + (4000 + index),
        new StoreId("pkcs11:" + name));
  }

  /** Custody-3 is replaced by custody-4. */
  private Roster next() {
    return with(1, world.genesis, listed(1, "custody-1"), listed(2, "custody-2"), four());
  }

  private static Roster.Daemon four() {
    return listed(4, "custody-4");
  }

  private Roster with(int version, Digest32 previous, Roster.Daemon... daemons) {
    var before = world.roster;
    return new Roster(
        version,
        previous,
        before.deployment(),
        2,
        2,
        before.officers(),
        List.of(daemons),
        before.watchers(),
        List.of());
  }

  private void refused(Roster roster, List<PersonSignature> officers, Why why) {
    assertThat(world.gate.take(roster.encoded(), officers, 0))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    assertThat(world.rosters.inForce()).isEqualTo(world.roster);
    assertThat(Rosters.of(world.roster, world.journal).inForce()).isEqualTo(world.roster);
  }

  private void taken(Roster roster) {
    assertThat(world.gate.take(roster.encoded(), world.officers(roster.hash()), 0))
        .isInstanceOf(Answer.Granted.class);
  }

  @Test
  void whatTooFewOfficersOrOthersSignedIsNotTaken() {
    var next = next();
    var hash = next.hash();
    var olga = world.signed("olga", Role.OFFICER, Verdict.APPROVE, hash);

    refused(next, List.of(), Why.ORDER_INVALID);
    refused(next, List.of(olga), Why.ORDER_INVALID);
    refused(next, List.of(olga, olga), Why.ORDER_INVALID);
    refused(
        next,
        List.of(olga, world.signed("mara", Role.OFFICER, Verdict.APPROVE, hash)),
        Why.ORDER_INVALID);
    refused(
        next,
        List.of(olga, world.signed("otto", Role.MAKER, Verdict.APPROVE, hash)),
        Why.ORDER_INVALID);
    refused(
        next,
        List.of(olga, world.signed("otto", Role.OFFICER, Verdict.REJECT, hash)),
        Why.ORDER_INVALID);
    refused(next, world.officers(world.roster.hash()), Why.ORDER_INVALID);
  }

  private Path written(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void filesOfOthersThanCustodyAreReadByTheSameRules() throws IOException {
    var genesis = written("roster-0.txt", world.roster.encoded());
    var next = next();
    var draft = written("draft.txt", new SignedRoster(next.encoded(), List.of()).encoded());
    var signed =
        written(
            "roster-1.txt",
            new SignedRoster(next.encoded(), world.officers(next.hash())).encoded());

    assertThatThrownBy(() -> Rosters.read(genesis, List.of(draft)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("draft.txt: ORDER_INVALID");
    assertThatThrownBy(() -> Rosters.read(genesis, List.of(signed, signed)))
        .hasMessageContaining("version 1 is in force");
    assertThatThrownBy(() -> Rosters.read(signed, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Rosters.read(genesis, List.of()).inForce().version()).isZero();
    var chain = Rosters.read(genesis, List.of(signed));
    assertThat(chain.inForce()).isEqualTo(next);
    assertThat(chain.genesis()).isEqualTo(world.genesis);
  }

  @Test
  void aSkippedVersionOrOneOfAnotherChainIsNotTaken() {
    var skipped = with(2, world.genesis, listed(1, "custody-1"), four());
    var otherGenesis =
        with(1, Digest32.sha256(new byte[] {1}), listed(1, "custody-1"), listed(2, "custody-2"));
    var deployment =
        new Roster(
            1,
            world.genesis,
            "other",
            2,
            2,
            world.roster.officers(),
            world.roster.daemons(),
            List.of(),
            List.of());

    refused(skipped, world.officers(skipped.hash()), Why.ORDER_INVALID);
    refused(otherGenesis, world.officers(otherGenesis.hash()), Why.GENESIS_OTHER);
    refused(deployment, world.officers(deployment.hash()), Why.GENESIS_OTHER);
  }

  /** Two quorums could sign without a common daemon. */
  @Test
  void aRosterWithTwiceTheThresholdNotAboveItsDaemonsIsNone() {
    var text =
        new String(next().encoded(), StandardCharsets.US_ASCII)
            .replace(
                "daemon: 4 ",
                "daemon: 3 custody-3 " + World.publicKey("x") + " h:1 pkcs11:x\n" + "daemon: 4 ");
    var answer =
        world.gate.take(
            text.getBytes(StandardCharsets.US_ASCII),
            world.officers(Digest32.sha256(text.getBytes(StandardCharsets.US_ASCII))),
            0);

    assertThat(answer)
        .isEqualTo(
            new Answer.Refused<>(Why.STATEMENT_MALFORMED, "2 <= t <= n <= 9 and 2t > n, not 2/4"));
    assertThatThrownBy(() -> with(0, Digest32.of(new byte[32]), listed(1, "a"), listed(3, "b")))
        .hasMessageContaining("without a gap");
    assertThatThrownBy(() -> with(1, world.genesis, listed(9, "a"), listed(10, "b")))
        .hasMessageContaining("1 to 9");
  }

  @Test
  void aPlaceIsOneDaemonsWhileAKeyStandsInAVersionThatSaysSo() {
    var taker =
        with(
            1,
            world.genesis,
            listed(1, "custody-1"),
            listed(2, "custody-2"),
            listed(3, "custody-4"));
    var mover = with(1, world.genesis, listed(1, "custody-1"), listed(4, "custody-2"));
    refused(taker, world.officers(taker.hash()), Why.ORDER_INVALID);
    refused(mover, world.officers(mover.hash()), Why.ORDER_INVALID);
    var first = next();
    taken(first);
    var second = with(2, first.hash(), listed(1, "custody-1"), listed(3, "custody-5"), four());

    var early = world.gate.take(second.encoded(), world.officers(second.hash()), 0);
    var late = world.gate.take(second.encoded(), world.officers(second.hash()), 1);

    assertThat(early).isInstanceOf(Answer.Refused.class);
    assertThat(late).isInstanceOf(Answer.Granted.class);
  }

  @Test
  void theNextVersionIsKeptAndItsOfficersDecideTheOneAfter() {
    var first =
        new Roster(
            1,
            world.genesis,
            "test",
            2,
            1,
            List.of(new Roster.Officer(new KeyId("nora"), World.publicKey("nora"))),
            next().daemons(),
            List.of(),
            List.of());
    taken(first);
    taken(first);
    var second = with(2, first.hash(), listed(1, "custody-1"), listed(2, "custody-2"));
    var nora = List.of(world.signed("nora", Role.OFFICER, Verdict.APPROVE, second.hash()));

    assertThat(world.gate.take(second.encoded(), world.officers(second.hash()), 0))
        .isInstanceOf(Answer.Refused.class);
    assertThat(world.gate.take(second.encoded(), nora, 0)).isInstanceOf(Answer.Granted.class);

    var again = Rosters.of(world.roster, world.journal);
    assertThat(again.inForce()).isEqualTo(second);
    assertThat(again.genesis()).isEqualTo(world.genesis);
    assertThat(again.find(first.hash())).contains(first);
    assertThat(again.daemon(World.daemon(3))).map(Roster.Daemon::index).contains(3);
    assertThat(again.listing(new DaemonId("custody-4"))).contains(first);
  }

  @Test
  void aQuorumIsOneOfTheVersionInWhichTheKeyStands() {
    var quorum = new ArrayList<>(List.of(World.daemon(1), new DaemonId("custody-4")));
    taken(next());
    var pay = new SignOrder.Intent.Pay(List.of(0), World.DUSD, World.NOW, 30_000);
    var order =
        new SignOrder("r", World.KEY, quorum, Optional.of(world.genesis), List.of(), List.of(pay));
    world.withPolicy(world.policy(1));

    assertThat(world.gate.permit(order, 0, world.roster))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Why.QUORUM_INVALID));
    assertThat(world.gate.permit(order, 0, world.rosters.inForce()))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Why.NOT_REGISTERED));
  }

  @Test
  void aSignedRosterIsReadAsItWasWrittenAndADraftHasNoSignatures() {
    var next = next();
    var signed = new SignedRoster(next.encoded(), world.officers(next.hash()));

    var read = SignedRoster.decode(signed.encoded());

    assertThat(read.encoded()).isEqualTo(signed.encoded());
    assertThat(Roster.decode(read.text())).isEqualTo(next);
    assertThat(SignedRoster.decode(next.encoded()).officers()).isEmpty();
    assertThatThrownBy(
            () -> SignedRoster.decode("argosy roster 1\n".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
