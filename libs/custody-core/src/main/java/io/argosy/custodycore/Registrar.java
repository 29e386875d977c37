package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.model.VoidLeaf;
import java.time.Instant;
import java.util.List;

/**
 * Checks a statement of whichever kind by the policy in force, and journals it. The same statement
 * again is checked again, and kept under the generation and the policy of now.
 */
final class Registrar {
  private final Roster roster;
  private final Digest32 genesis;
  private final Journal journal;
  private final Policy policy;
  private final Instant now;

  Registrar(Roster roster, Digest32 genesis, Journal journal, Policy policy, Instant now) {
    this.roster = roster;
    this.genesis = genesis;
    this.journal = journal;
    this.policy = policy;
    this.now = now;
  }

  void register(StatementText text, List<byte[]> leaves, List<PersonSignature> signatures)
      throws Denial {
    switch (text) {
      case Statement statement -> listed(statement, leaves, signatures);
      case FundStatement fund -> fund(fund, leaves, signatures);
    }
  }

  private void listed(Statement statement, List<byte[]> leaves, List<PersonSignature> signatures)
      throws Denial {
    switch (statement.kind()) {
      case PAY -> pay(statement, leaves.stream().map(Leaf::decode).toList(), signatures);
      case VOID -> voiding(statement, leaves.stream().map(VoidLeaf::decode).toList(), signatures);
    }
  }

  private boolean keptAgain(StatementText statement, List<PersonSignature> signatures) {
    if (journal.registration(statement.hash()).isEmpty()) {
      return false;
    }
    journal.keepAgain(statement.hash(), signatures, policy.number());
    return true;
  }

  private StatementChecks checks() {
    return new StatementChecks(genesis, policy, journal.generation(), now);
  }

  private void pay(Statement statement, List<Leaf> leaves, List<PersonSignature> signatures)
      throws Denial {
    checks().text(statement, leaves);
    checks().rules(statement, leaves);
    checks().people(statement, signatures);
    if (keptAgain(statement, signatures)) {
      return;
    }
    var seen = journal.seen(leaves);
    unless(seen.isEmpty(), Why.EXTERNAL_ID_SEEN, String.join(", ", seen));
    var elsewhere = journal.conflicts().seen(statement.hash(), leaves);
    unless(
        elsewhere.isEmpty(),
        Why.EXTERNAL_ID_SEEN,
        String.join(", ", elsewhere) + " at another daemon");
    var carried = journal.carried().seen(statement.hash(), leaves);
    unless(
        carried.isEmpty(),
        Why.EXTERNAL_ID_SEEN,
        String.join(", ", carried) + " before this daemon held the key");
    new DayLimits(journal, policy).require(statement, Journal.day(now), 1);
    journal.keep(statement, signatures, leaves, policy.number(), now);
  }

  /** Approved like a payment of the same sums, but no limit of what is paid counts it. */
  private void voiding(Statement statement, List<VoidLeaf> leaves, List<PersonSignature> signatures)
      throws Denial {
    checks().genesis(statement);
    new VoidChecks(journal).text(statement, leaves);
    checks().frame(statement);
    checks().people(statement, signatures);
    if (!keptAgain(statement, signatures)) {
      journal.keepVoid(statement, signatures, leaves, policy.number(), now);
    }
  }

  private void fund(FundStatement statement, List<byte[]> leaves, List<PersonSignature> signatures)
      throws Denial {
    unless(leaves.isEmpty(), Why.COUNT_MISMATCH, "a fund statement's leaves follow from its text");
    var checks = new FundChecks(roster, genesis, policy, now);
    checks.rules(statement);
    checks.people(statement, signatures, journal.generation());
    if (!keptAgain(statement, signatures)) {
      journal.keep(statement, signatures, policy.number(), now);
    }
  }

  /** Whether the policy in force now allows what was registered under another one. */
  void stillAllowed(Registration registration) throws Denial {
    if (registration.policy() == policy.number()) {
      return;
    }
    try {
      switch (registration) {
        case Registration.Payment pay -> {
          checks().rules(pay.statement(), pay.leaves());
          checks().people(pay.statement(), pay.signatures());
        }
        case Registration.Voiding voiding -> {
          checks().frame(voiding.statement());
          checks().people(voiding.statement(), voiding.signatures());
        }
        case Registration.Funding fund -> {
          var checks = new FundChecks(roster, genesis, policy, now);
          checks.rules(fund.statement());
          checks.people(fund.statement(), fund.signatures(), fund.generation());
        }
      }
    } catch (Denial denial) {
      throw new Denial(Why.POLICY_CHANGED, String.valueOf(denial.getMessage()));
    }
  }
}
