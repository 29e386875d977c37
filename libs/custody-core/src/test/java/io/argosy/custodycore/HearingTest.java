package io.argosy.custodycore;

import static io.argosy.custodycore.World.DUSD;
import static io.argosy.custodycore.World.KEY;
import static io.argosy.custodycore.World.NOW;
import static io.argosy.custodycore.World.QUORUM;
import static io.argosy.custodycore.World.daemon;
import static io.argosy.custodycore.World.granted;
import static io.argosy.custodycore.World.leaf;
import static io.argosy.custodycore.World.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon believes of another's word, and what it does not. */
final class HearingTest {
  private static final List<Leaf> OURS = List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 6, "b"));
  private static final List<Leaf> THEIRS = List.of(leaf(DUSD, 7, "c"), leaf(DUSD, 9, "b"));

  @TempDir private Path folder;
  private World world;
  private Statement ours;
  private Statement theirs;

  @BeforeEach
  void aDaemonWithAStatement() throws IOException {
    world = new World(folder);
    world.withPolicy(world.policy(1));
    ours = world.statement(OURS);
    theirs = world.statement(THEIRS);
    granted(world.register(ours, OURS));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Tell tell(int daemon, Digest32 genesis, Instant at, List<Tell.Entry> entries) {
    return new Tell(
        genesis,
        daemon(daemon),
        at,
        0,
        world.roster.hash(),
        0,
        Optional.empty(),
        entries.size(),
        0,
        entries);
  }

  private Answer<Tell> heard(int from, Tell tell, String signer) {
    byte[] text = tell.encoded();
    return world.hearing.tell(daemon(from), new Tell.Signed(text, World.sign(signer, text)));
  }

  private Tell.Entry entry(String signer) {
    var said = acknowledged(theirs).acknowledgement();
    byte[] signature = World.sign(signer, said.encoded());
    return new Tell.Entry(Tell.Kind.PAY, theirs.hash(), 0, 1, signature);
  }

  private Acknowledgement.Signed acknowledged(Statement statement) {
    return world.acknowledged(statement, 2).getFirst();
  }

  @Test
  void aTellThatItsSenderDidNotSignForThisDeploymentIsRefused() {
    var good = tell(2, world.genesis, NOW, List.of(entry("custody-2")));
    var other = tell(2, Digest32.of(new byte[32]), NOW, List.of());
    var early = tell(2, world.genesis, NOW.plus(Duration.ofMinutes(6)), List.of());
    var foreign = tell(2, world.genesis, NOW, List.of(entry("custody-3")));

    refused(heard(2, good, "custody-3"), Why.SIGNATURE_INVALID);
    refused(heard(3, good, "custody-3"), Why.REQUEST_INVALID);
    refused(heard(9, good, "custody-2"), Why.REQUEST_INVALID);
    refused(heard(2, other, "custody-2"), Why.GENESIS_OTHER);
    refused(heard(2, early, "custody-2"), Why.REQUEST_INVALID);
    refused(heard(2, foreign, "custody-2"), Why.SIGNATURE_INVALID);
    byte[] junk = "argosy tell 1\n".getBytes(StandardCharsets.US_ASCII);
    var signed = new Tell.Signed(junk, World.sign("custody-2", junk));
    refused(world.hearing.tell(daemon(2), signed), Why.REQUEST_INVALID);

    assertThat(granted(heard(2, good, "custody-2"))).isNotNull();
  }

  @Test
  void aTellSaysNoMoreThanItsNumbersAllow() {
    var one = List.of(entry("custody-2"));
    assertThatThrownBy(() -> numbered(0, 0, one)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> numbered(1, 2, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    var many = java.util.Collections.nCopies(Tell.MOST_REGISTRATIONS + 1, one.getFirst());
    assertThatThrownBy(() -> numbered(1_000, 0, many)).isInstanceOf(IllegalArgumentException.class);

    var full = numbered(1_000, 7, many.subList(1, many.size()));

    assertThat(Tell.decode(full.encoded()).encoded()).isEqualTo(full.encoded());
  }

  private Tell numbered(long last, long after, List<Tell.Entry> entries) {
    var policy = Optional.of(Tell.PolicyHash.of(world.policy(3)));
    return new Tell(
        world.genesis, daemon(2), NOW, 0, world.roster.hash(), 0, policy, last, after, entries);
  }

  @Test
  void aPolicyThatOfficersDidNotSignStopsNothing() {
    var later = world.policy(2);
    var officers = world.officers(later.hash());
    var people =
        List.of(
            world.signed("anna", Role.OFFICER, Verdict.APPROVE, later.hash()),
            world.signed("arno", Role.OFFICER, Verdict.APPROVE, later.hash()));

    refused(shown(later, List.of()), Why.ORDER_INVALID);
    refused(shown(later, officers.subList(0, 1)), Why.ORDER_INVALID);
    refused(shown(later, people), Why.ORDER_INVALID);
    refused(shown(world.policy(3), officers), Why.ORDER_INVALID);
    byte[] junk = "argosy policy 1\n".getBytes(StandardCharsets.US_ASCII);
    refused(
        world.hearing.policy(daemon(2), new Policy.Signed(junk, officers)), Why.REQUEST_INVALID);

    assertThat(granted(permit("still", 0)).digests()).hasSize(1);
  }

  private Answer<Optional<Policy>> shown(Policy policy, List<PersonSignature> officers) {
    return world.hearing.policy(daemon(2), new Policy.Signed(policy.encoded(), officers));
  }

  private Answer<Gate.Permit> permit(String request, int leaf) {
    return permit(request, ours, leaf);
  }

  private Answer<Gate.Permit> permit(String request, Statement statement, int leaf) {
    var pay = new Intent.Pay(List.of(leaf), DUSD, NOW.plusSeconds(600), 50_000);
    return world.permit(
        new SignOrder(
            request,
            KEY,
            QUORUM,
            Optional.of(statement.hash()),
            world.acknowledged(statement, 1, 2, 3),
            List.of(pay)));
  }

  @Test
  void belowAPolicyThatOfficersSignedNothingIsRegisteredOrSignedUntilItIsInstalledHere()
      throws IOException {
    var later = world.policy(3);
    var officers = world.officers(later.hash());

    assertThat(granted(shown(later, officers))).contains(later);
    assertThat(granted(shown(later, officers))).isEmpty();

    refused(permit("late", 0), Why.POLICY_LATE);
    refused(world.register(ours, OURS), Why.POLICY_LATE);
    world.close();
    world = new World(folder);
    refused(permit("restarted", 0), Why.POLICY_LATE);
    var lower = world.policy(2);
    refused(world.gate.install(lower.encoded(), world.officers(lower.hash())), Why.ORDER_INVALID);
    world.withPolicy(later);
    assertThat(granted(permit("again", 0)).policy()).isEqualTo(3);
    assertThat(granted(shown(lower, world.officers(lower.hash())))).isEmpty();
    assertThat(granted(permit("once-more", 1)).policy()).isEqualTo(3);
  }

  @Test
  void twoPoliciesUnderOneNumberStopBothUntilAHigherOne() {
    var other = changed(world.policy(1));

    assertThat(granted(shown(other, world.officers(other.hash())))).contains(other);

    refused(permit("which", 0), Why.POLICY_LATE);
    world.withPolicy(world.policy(2));
    assertThat(granted(permit("that", 0)).policy()).isEqualTo(2);
  }

  private Policy changed(Policy policy) {
    return new Policy(
        policy.number(),
        policy.genesis(),
        policy.ends().plusSeconds(1),
        policy.chain(),
        policy.checkpoint(),
        policy.executorVersion(),
        policy.executor(),
        policy.life(),
        policy.people(),
        policy.treasuries(),
        policy.assets(),
        policy.tiers());
  }

  private Answer<List<Conflict>> shown(
      Statement told, Statement text, List<Leaf> leaves, List<PersonSignature> people) {
    return world.hearing.statement(
        acknowledged(told), text.encoded(), leaves.stream().map(Leaf::encoded).toList(), people);
  }

  @Test
  void aStatementThatPeopleDidNotSignAsItIsStopsNoLeaf() {
    var people = world.people(theirs);
    var few = List.of(people.getFirst());
    var forged = List.of(people.get(0), world.people(ours).get(1));

    refused(shown(ours, theirs, THEIRS, people), Why.STATEMENT_MALFORMED);
    refused(shown(theirs, theirs, THEIRS.subList(0, 1), people), Why.COUNT_MISMATCH);
    refused(shown(theirs, theirs, OURS, people), Why.TOTALS_MISMATCH);
    refused(shown(theirs, theirs, THEIRS, List.of()), Why.MAKER_MISSING);
    refused(shown(theirs, theirs, THEIRS, few), Why.APPROVALS_MISSING);
    refused(shown(theirs, theirs, THEIRS, forged), Why.SIGNATURE_INVALID);
    refused(
        world.hearing.statement(
            acknowledged(theirs), theirs.encoded(), List.of(new byte[] {1}), people),
        Why.REQUEST_INVALID);

    assertThat(world.journal.conflicts().count(NOW)).isZero();
    assertThat(granted(permit("still", 1)).digests()).hasSize(1);
  }

  @Test
  void anExternalIdInTwoStatementsIsPaidByNeitherAndTheOtherLeavesAre() throws IOException {
    var found = granted(shown(theirs, theirs, THEIRS, world.people(theirs)));

    assertThat(found)
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.externalId().text()).isEqualTo("b");
              assertThat(conflict.statement()).isEqualTo(ours.hash());
              assertThat(conflict.other()).isEqualTo(theirs.hash());
              assertThat(conflict.leaf()).isEqualTo(1);
              assertThat(conflict.shownBy()).isEqualTo(daemon(2));
            });
    world.close();
    world = new World(folder);
    assertThat(world.journal.conflicts().first(9, NOW)).isEqualTo(found);
    refused(permit("b", 1), Why.STATEMENTS_CONFLICT);
    assertThat(granted(permit("a", 0)).digests()).hasSize(1);
    refused(world.register(theirs, THEIRS), Why.EXTERNAL_ID_SEEN);
    assertThat(world.journal.conflicts().count(ours.expiry().plusSeconds(1))).isZero();
  }

  @Test
  void whatAnotherDaemonRegisteredIsNotRegisteredHereInAnotherStatement() {
    var third = world.statement(List.of(leaf(DUSD, 8, "c"), leaf(DUSD, 1, "d")));
    var leaves = List.of(leaf(DUSD, 8, "c"), leaf(DUSD, 1, "d"));
    var alone = List.of(leaf(DUSD, 7, "c"));
    var shown = world.statement(alone);

    assertThat(granted(shown(shown, shown, alone, world.people(shown)))).isEmpty();

    refused(world.register(third, leaves), Why.EXTERNAL_ID_SEEN);
    assertThat(granted(world.register(shown, alone)).statement()).isEqualTo(shown.hash());
    assertThat(world.journal.conflicts().count(NOW)).isZero();
  }

  @Test
  void othersAreToldOfARegistrationAgainOnlyWhenItWasApprovedAgain() {
    granted(world.register(ours, OURS));
    assertThat(world.journal.tells().last()).isEqualTo(1);

    world.withPolicy(world.policy(2));
    granted(world.register(ours, OURS));

    assertThat(world.journal.tells().registered(1))
        .singleElement()
        .satisfies(each -> assertThat(each.policy()).isEqualTo(2));
  }

  @Test
  void whatWasLookedAtIsLookedAtAgainUnderAnotherPolicy() {
    world.journal.tells().advance(daemon(2), 1);
    world.journal.tells().advance(daemon(2), 3);
    assertThat(world.journal.tells().followed(daemon(2))).isEqualTo(1);

    world.withPolicy(world.policy(2));

    assertThat(world.journal.tells().followed(daemon(2))).isZero();
  }
}
