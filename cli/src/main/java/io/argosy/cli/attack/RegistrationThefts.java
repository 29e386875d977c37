package io.argosy.cli.attack;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.model.Address;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Thefts by a statement that people did not sign, or not like that. */
final class RegistrationThefts {
  private static final BigInteger BIG = BigInteger.valueOf(5_000_000_000L);
  private static final Duration LIFE = Duration.ofHours(1);
  private final Deployment deployment;
  private final CustodyCaller caller;
  private final Loot loot;

  RegistrationThefts(Deployment deployment, CustodyCaller caller, Loot loot) {
    this.deployment = deployment;
    this.caller = caller;
    this.loot = loot;
  }

  List<Theft> all() {
    return List.of(
        new Theft(
            "Another recipient after approval: the signed statement, one leaf changed",
            "ROOT_MISMATCH",
            () -> register(loot.living().statement(), withLast(Loot.THIEF, null))),
        new Theft(
            "A higher amount after approval",
            "TOTALS_MISMATCH",
            () -> register(loot.living().statement(), withLast(null, BIG))),
        new Theft(
            "A statement of his own, with people's signatures from another",
            "SIGNATURE_INVALID",
            this::ownStatement),
        new Theft("One approver only", "APPROVALS_MISSING", this::oneApprover),
        new Theft(
            "The maker, bribed, approves her own statement with her second key",
            "MAKER_IS_APPROVER",
            this::makerApproves),
        new Theft("A key that no policy lists approves", "PERSON_UNKNOWN", this::strangerApproves),
        new Theft(
            "Totals that do not match the leaves, signed by people whose tool he bent",
            "TOTALS_MISMATCH",
            this::falseTotals),
        new Theft(
            "A payout that is in a statement already, once more in a new one",
            "EXTERNAL_ID_SEEN",
            this::secondStatement));
  }

  private SortedMap<String, String> register(Statement statement, List<Leaf> leaves)
      throws Exception {
    return Attack.spelled(caller.register(statement, leaves, loot.living().signatures()));
  }

  private List<Leaf> withLast(@Nullable Address recipient, @Nullable BigInteger units) {
    var leaves = new ArrayList<>(loot.living().leaves());
    Leaf last = leaves.removeLast();
    leaves.add(
        loot.honest()
            .leaf(
                "payroll-may",
                leaves.size(),
                recipient == null ? last.recipient() : recipient,
                units == null ? last.amount() : units));
    return leaves;
  }

  private List<Leaf> thievish(String name) {
    return List.of(loot.honest().leaf(name, 0, Loot.THIEF, BIG));
  }

  private Statement statement(String name) {
    return loot.honest().statement(name, thievish(name), BIG, LIFE);
  }

  private SortedMap<String, String> ownStatement() throws Exception {
    return register(statement("his-own"), thievish("his-own"));
  }

  private SortedMap<String, String> oneApprover() throws Exception {
    var statement = statement("one-approver");
    var two = loot.honest().signatures(statement).subList(0, 2);
    return Attack.spelled(caller.register(statement, thievish("one-approver"), two));
  }

  private SortedMap<String, String> makerApproves() throws Exception {
    var statement = statement("bribed");
    var people = deployment.facts().people();
    var signatures = new ArrayList<>(loot.honest().signatures(statement).subList(0, 2));
    signatures.add(loot.honest().sign(people.makersSecondKey().file(), Role.APPROVER, statement));
    return Attack.spelled(caller.register(statement, thievish("bribed"), signatures));
  }

  private SortedMap<String, String> strangerApproves() throws Exception {
    var statement = statement("stranger");
    var officer = deployment.facts().people().officers().getFirst();
    var signatures = new ArrayList<PersonSignature>(loot.honest().signatures(statement));
    signatures.removeLast();
    signatures.add(
        KeyFile.read(officer.file())
            .sign(Role.APPROVER, deployment.genesisHash(), 0, Verdict.APPROVE, statement.hash()));
    return Attack.spelled(caller.register(statement, thievish("stranger"), signatures));
  }

  private SortedMap<String, String> falseTotals() throws Exception {
    var leaves = thievish("false-totals");
    var statement = loot.honest().statement("false-totals", leaves, BigInteger.ONE, LIFE);
    return Attack.spelled(caller.register(statement, leaves, loot.honest().signatures(statement)));
  }

  private SortedMap<String, String> secondStatement() throws Exception {
    var again = loot.living().leaves();
    var total = again.stream().map(Leaf::amount).reduce(BigInteger.ZERO, BigInteger::add);
    var statement = loot.honest().statement("once-more", again, total, LIFE);
    return Attack.spelled(caller.register(statement, again, loot.honest().signatures(statement)));
  }
}
