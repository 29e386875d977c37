package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What this daemon believes of what another one says. Of itself that one may say anything; what
 * changes what is signed here must be signed by officers, or by maker and approvers. Thread-safe.
 */
public final class Hearing {
  /** So far a teller's clock may go before this one. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Rosters rosters;
  private final Digest32 genesis;
  private final Journal journal;
  private final Gate gate;
  private final Clock clock;

  /**
   * @param gate decides by the same journal; nothing is kept while it decides
   */
  public Hearing(Rosters rosters, Journal journal, Gate gate, Clock clock) {
    this.rosters = rosters;
    this.genesis = rosters.genesis();
    this.journal = journal;
    this.gate = gate;
    this.clock = clock;
  }

  private <T> Answer<T> answer(Checks<T> checks) {
    return checks.answer(journal, clock.instant(), Why.REQUEST_INVALID);
  }

  /** Whether a daemon of the roster said this of itself, with every acknowledgement in it. */
  public Answer<Tell> tell(DaemonId from, Tell.Signed said) {
    return answer(
        now -> {
          var identity =
              rosters
                  .daemon(from)
                  .orElseThrow(() -> new Denial(Why.REQUEST_INVALID, from + " is not listed"))
                  .identity();
          unless(
              identity.verifies(said.text(), said.signature()),
              Why.SIGNATURE_INVALID,
              "the tell of " + from);
          var tell = Tell.decode(said.text());
          unless(tell.genesis().equals(genesis), Why.GENESIS_OTHER, "the tell's genesis");
          unless(tell.daemon().equals(from), Why.REQUEST_INVALID, "the tell is another's");
          unless(!tell.at().isAfter(now.plus(AHEAD)), Why.REQUEST_INVALID, "the tell's time");
          for (var entry : tell.registrations()) {
            var ack = tell.acknowledgement(entry);
            unless(
                identity.verifies(ack.acknowledgement().encoded(), ack.signature()),
                Why.SIGNATURE_INVALID,
                from + "'s acknowledgement of " + entry.statement());
          }
          return tell;
        });
  }

  /** Takes note of a policy that officers signed; answers it where it is news that count. */
  public Answer<Optional<Policy>> policy(DaemonId from, Policy.Signed shown) {
    return answer(
        now -> {
          var policy = Policy.decode(shown.text());
          unless(policy.genesis().equals(genesis), Why.GENESIS_OTHER, "the policy's genesis");
          Officers.require(
              rosters.inForce(), genesis, journal.generation(), policy.hash(), shown.officers());
          synchronized (gate) {
            return journal.tells().hear(policy, shown.officers(), from, now);
          }
        });
  }

  /**
   * Takes note of a statement that another daemon acknowledged and this one was not given, once it
   * is shown with its leaves and what maker and approvers signed; answers which external ids stand
   * in another statement. All is checked before the gate has to wait.
   */
  public Answer<List<Conflict>> statement(
      Acknowledgement.Signed said,
      byte[] text,
      List<byte[]> encodedLeaves,
      List<PersonSignature> signatures) {
    return answer(
        now -> {
          unless(
              Digest32.sha256(text).equals(said.acknowledgement().statement()),
              Why.STATEMENT_MALFORMED,
              "another statement than was told");
          var statement = payment(text);
          var leaves = encodedLeaves.stream().map(Leaf::decode).toList();
          var policy =
              journal.policy().orElseThrow(() -> new Denial(Why.POLICY_MISSING, "none installed"));
          var checks = new StatementChecks(genesis, policy, journal.generation(), now);
          checks.text(statement, leaves);
          checks.people(statement, signatures);
          synchronized (gate) {
            return journal.conflicts().knows(statement.hash())
                ? List.of()
                : journal.conflicts().keep(said, statement, leaves, signatures, now);
          }
        });
  }

  private static Statement payment(byte[] text) throws Denial {
    if (StatementText.decode(text) instanceof Statement statement
        && statement.kind() == Statement.Kind.PAY) {
      return statement;
    }
    throw new Denial(Why.STATEMENT_MALFORMED, "not a pay statement");
  }
}
