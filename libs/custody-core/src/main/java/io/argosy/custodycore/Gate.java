package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.chain.Delegation;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.StatementText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands between a request and a share. Believes nobody: recomputes, checks by the policy in
 * force, makes it durable, and only then grants. Thread-safe; one request at a time.
 */
public final class Gate {
  private final Rosters rosters;
  private final Digest32 genesis;
  private final DaemonId self;
  private final Journal journal;
  private final Clock clock;
  private Optional<Registration> lastUsed = Optional.empty();

  /**
   * @param rosters what the journal holds of them, which only this gate makes longer
   */
  public Gate(Rosters rosters, DaemonId self, Journal journal, Clock clock) {
    this.rosters = rosters;
    this.genesis = rosters.genesis();
    this.self = self;
    this.journal = journal;
    this.clock = clock;
  }

  private synchronized <T> Answer<T> answer(Checks<T> checks) {
    return checks.answer(journal, clock.instant(), Why.STATEMENT_MALFORMED);
  }

  /** Takes a policy that officers signed and whose number is higher than any before. */
  public Answer<Policy> install(byte[] text, List<PersonSignature> officers) {
    return answer(
        now -> {
          var policy = Policy.decode(text);
          unless(policy.genesis().equals(genesis), Why.GENESIS_OTHER, "the policy's genesis");
          Officers.require(
              rosters.inForce(), genesis, journal.generation(), policy.hash(), officers);
          long highest = journal.policy().map(Policy::number).orElse(0L);
          unless(
              policy.number() > highest, Why.ORDER_INVALID, "policy " + highest + " is in force");
          var later = journal.tells().laterThan(policy);
          unless(later.isEmpty(), Why.ORDER_INVALID, "a daemon showed another, or a higher one");
          unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, policy.ends().toString());
          journal.keep(policy, officers, now);
          return policy;
        });
  }

  /**
   * Takes the next version of the roster, which officers of the one in force signed; the one in
   * force again is granted again.
   *
   * @param oldest version that a key here stands in
   */
  public Answer<Roster> take(byte[] text, List<PersonSignature> officers, int oldest) {
    return answer(
        now -> {
          var next = Roster.decode(text);
          if (!next.hash().equals(rosters.inForce().hash())) {
            new RosterChecks(rosters, journal.generation()).next(next, officers, oldest);
            journal.rosters().keep(next, officers, now);
            rosters.add(next);
          }
          return next;
        });
  }

  /**
   * Registers a statement with its leaves and what people signed. The same statement again is
   * granted again, under the generation and the policy of now.
   *
   * @param encodedLeaves in the encoding of the statement's kind; none for a fund statement
   */
  public Answer<Acknowledgement> register(
      byte[] text, List<byte[]> encodedLeaves, List<PersonSignature> signatures) {
    return answer(
        now -> {
          var policy = policyInForce();
          var statement = StatementText.decode(text);
          new Registrar(rosters.inForce(), genesis, journal, policy, now)
              .register(statement, encodedLeaves, signatures);
          lastUsed = Optional.empty();
          return new Acknowledgement(
              genesis, self, journal.generation(), policy.number(), statement.hash());
        });
  }

  /** Refuses below the highest policy that was heard of, for that may be a revocation. */
  private Policy policyInForce() throws Denial {
    var policy =
        journal.policy().orElseThrow(() -> new Denial(Why.POLICY_MISSING, "none installed"));
    var later = journal.tells().laterThan(policy);
    if (later.isPresent()) {
      throw new Denial(
          Why.POLICY_LATE,
          "%d is in force here, %s showed %d"
              .formatted(policy.number(), later.get().shownBy(), later.get().number()));
    }
    return policy;
  }

  /** What is signed: the key, and a digest for each intent, in order. */
  public record Permit(KeyId key, List<Digest32> digests, Digest32 manifest, long policy) {
    public Permit {
      digests = List.copyOf(digests);
    }
  }

  /**
   * Permits a signing session once, and makes that durable before it answers.
   *
   * @param epoch of the order's key, whose share would be used
   * @param standing the version in which the key stands
   */
  public Answer<Permit> permit(SignOrder order, int epoch, Roster standing) {
    return answer(
        now -> {
          var open = journal.takeovers().open(new KeyEpoch(order.key(), epoch));
          if (open.isPresent()) {
            throw new Denial(
                Why.DEPENDENCY_DOWN,
                "what daemons of roster version %d agreed to is not taken over yet; status says who is missing"
                    .formatted(open.get().from()));
          }
          var policy = policyInForce();
          unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, "policy " + policy.number());
          requireQuorum(order, standing);
          var digests = new ArrayList<Digest32>();
          if (order.statement().isPresent()) {
            var registration = registration(order.statement().get());
            var checks = new OrderChecks(rosters, standing, journal, policy, now);
            digests.addAll(checks.digests(order, registration));
          } else {
            for (var intent : order.intents()) {
              digests.add(delegationDigest(order.key(), intent, policy));
            }
          }
          var manifest = order.manifest(digests);
          unless(
              journal.sessions().keep(order, manifest, now),
              Why.REQUEST_ID_REUSED,
              order.request());
          return new Permit(order.key(), digests, manifest, policy.number());
        });
  }

  private void requireQuorum(SignOrder order, Roster roster) throws Denial {
    int last = 0;
    for (var id : order.quorum()) {
      var daemon = roster.daemon(id);
      boolean next = daemon.isPresent() && daemon.get().index() > last;
      unless(next, Why.QUORUM_INVALID, id + " is not listed, or not in order");
      last = daemon.get().index();
    }
    unless(
        order.quorum().size() == roster.threshold() && order.quorum().contains(self),
        Why.QUORUM_INVALID,
        "exactly " + roster.threshold() + " daemons, this one among them");
    var quarantined = journal.sessions().quarantined();
    for (var id : order.quorum()) {
      unless(!quarantined.contains(id), Why.QUARANTINED, id.toString());
    }
  }

  private Registration registration(Digest32 hash) throws Denial {
    if (lastUsed.filter(used -> used.statement().hash().equals(hash)).isEmpty()) {
      lastUsed = journal.registration(hash);
    }
    return lastUsed.orElseThrow(() -> new Denial(Why.NOT_REGISTERED, hash.toString()));
  }

  private Digest32 delegationDigest(KeyId key, SignOrder.Intent intent, Policy policy)
      throws Denial {
    if (!(intent instanceof SignOrder.Intent.Delegate(var order, var officers))) {
      throw new Denial(Why.NOT_REGISTERED, "a payment belongs to a statement");
    }
    unless(order.genesis().equals(genesis), Why.GENESIS_OTHER, "the order's genesis");
    unless(journal.freezes().inForce().isEmpty(), Why.FROZEN, "nothing is delegated while frozen");
    unless(order.code().equals(policy.executor()), Why.EXECUTOR_OTHER, order.code().toString());
    unless(
        order.treasury().chain().equals(policy.chain()),
        Why.TREASURY_UNKNOWN,
        order.treasury().toString());
    var treasury = policy.treasury(order.treasury());
    unless(
        treasury.isPresent() && treasury.get().key().equals(key) && order.key().equals(key),
        Why.KEY_UNKNOWN,
        key + " is not the treasury's key");
    var text = Digest32.sha256(order.encoded());
    Officers.require(rosters.inForce(), genesis, journal.generation(), text, officers);
    unless(
        journal.keepDelegation(order),
        Why.ORDER_INVALID,
        "nonce " + order.nonce() + " was delegated elsewhere");
    return new Delegation(order.treasury().chain(), order.code(), order.nonce()).digest();
  }

  /** Freezes by a watcher's or an officer's signature over the order's text. */
  public Answer<FreezeOrder> freeze(byte[] text, KeyId by, byte[] signature) {
    return answer(
        now -> {
          var order = FreezeOrder.decode(text);
          unless(order.genesis().equals(genesis), Why.GENESIS_OTHER, "the order's genesis");
          unless(order.act() == FreezeOrder.Act.FREEZE, Why.ORDER_INVALID, "a thaw needs officers");
          var watcher =
              rosters.inForce().watchers().stream()
                  .filter(each -> each.key().equals(by))
                  .map(Roster.Watcher::publicKey);
          var officer =
              rosters.inForce().officers().stream()
                  .filter(each -> each.key().equals(by))
                  .map(Roster.Officer::publicKey);
          unless(
              Stream.concat(watcher, officer).anyMatch(key -> key.verifies(text, signature)),
              Why.ORDER_INVALID,
              "the signature of " + by);
          unless(
              !journal.freezes().thawed(order),
              Why.ORDER_INVALID,
              "officers thawed up to this number; use a higher one");
          journal.freezes().keep(new FreezeOrder.Signed(order, by, signature), now);
          return order;
        });
  }

  /** Thaws by an officers' quorum. */
  public Answer<FreezeOrder> thaw(byte[] text, List<PersonSignature> officers) {
    return answer(
        now -> {
          var order = FreezeOrder.decode(text);
          unless(order.genesis().equals(genesis), Why.GENESIS_OTHER, "the order's genesis");
          unless(order.act() == FreezeOrder.Act.THAW, Why.ORDER_INVALID, "not a thaw");
          Officers.require(
              rosters.inForce(), genesis, journal.generation(), order.hash(), officers);
          journal.freezes().keepThaw(order, officers, now);
          return order;
        });
  }
}
