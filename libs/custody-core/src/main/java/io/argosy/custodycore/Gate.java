package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.chain.Delegation;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands between a request and a share. Believes nobody: recomputes, checks by the policy in
 * force, makes it durable, and only then grants. Thread-safe; one request at a time.
 */
public final class Gate {
  private final Roster roster;
  private final Digest32 genesis;
  private final DaemonId self;
  private final Journal journal;
  private final Clock clock;
  private Optional<Registration> lastUsed = Optional.empty();

  /**
   * @param roster the version in force; its genesis is version 0's hash
   */
  public Gate(Roster roster, Digest32 genesis, DaemonId self, Journal journal, Clock clock) {
    this.roster = roster;
    this.genesis = genesis;
    this.self = self;
    this.journal = journal;
    this.clock = clock;
  }

  /** One request's checks, which end at the first that does not hold. */
  private interface Checks<T> {
    T run(Instant now) throws Denial;
  }

  private synchronized <T> Answer<T> answer(Checks<T> checks) {
    Instant now = clock.instant();
    try {
      return new Answer.Granted<>(checks.run(now));
    } catch (Denial denial) {
      Answer.Refused<T> refused = denial.answer();
      journal.count(refused.why(), refused.detail(), now);
      return refused;
    } catch (IllegalArgumentException e) {
      var refused = new Answer.Refused<T>(Why.STATEMENT_MALFORMED, String.valueOf(e.getMessage()));
      journal.count(refused.why(), refused.detail(), now);
      return refused;
    }
  }

  /** Takes a policy that officers signed and whose number is higher than any before. */
  public Answer<Policy> install(byte[] text, List<PersonSignature> officers) {
    return answer(
        now -> {
          var policy = Policy.decode(text);
          unless(policy.genesis().equals(genesis), Why.GENESIS_OTHER, "the policy's genesis");
          Officers.require(roster, genesis, journal.generation(), policy.hash(), officers);
          long highest = journal.policy().map(Policy::number).orElse(0L);
          unless(
              policy.number() > highest, Why.ORDER_INVALID, "policy " + highest + " is in force");
          unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, policy.ends().toString());
          journal.keep(policy, now);
          return policy;
        });
  }

  /**
   * Registers a statement with its leaves and what people signed. The same statement again is
   * granted again, under the generation and the policy of now.
   *
   * @param encodedLeaves none for a fund statement, whose leaves follow from its text
   */
  public Answer<Acknowledgement> register(
      byte[] text, List<byte[]> encodedLeaves, List<PersonSignature> signatures) {
    return answer(
        now -> {
          var policy = policyInForce();
          var statement = StatementText.decode(text);
          switch (statement) {
            case Statement pay -> register(pay, encodedLeaves, signatures, policy, now);
            case FundStatement fund -> register(fund, encodedLeaves, signatures, policy, now);
          }
          lastUsed = Optional.empty();
          return new Acknowledgement(
              genesis, self, journal.generation(), policy.number(), statement.hash());
        });
  }

  private void register(
      Statement statement,
      List<byte[]> encodedLeaves,
      List<PersonSignature> signatures,
      Policy policy,
      Instant now)
      throws Denial {
    var leaves = encodedLeaves.stream().map(Leaf::decode).toList();
    var checks = new StatementChecks(genesis, policy, journal.generation(), now);
    checks.text(statement, leaves);
    checks.rules(statement, leaves);
    checks.people(statement, signatures);
    if (journal.registration(statement.hash()).isPresent()) {
      journal.keepAgain(statement.hash(), signatures, policy.number());
      return;
    }
    var seen = journal.seen(leaves);
    unless(seen.isEmpty(), Why.EXTERNAL_ID_SEEN, String.join(", ", seen));
    requireDayLimits(policy, statement, Journal.day(now), 1);
    journal.keep(statement, signatures, leaves, policy.number(), now);
  }

  private void register(
      FundStatement statement,
      List<byte[]> leaves,
      List<PersonSignature> signatures,
      Policy policy,
      Instant now)
      throws Denial {
    unless(leaves.isEmpty(), Why.COUNT_MISMATCH, "a fund statement's leaves follow from its text");
    var checks = new FundChecks(roster, genesis, policy, now);
    checks.rules(statement);
    checks.people(statement, signatures, journal.generation());
    if (journal.registration(statement.hash()).isPresent()) {
      journal.keepAgain(statement.hash(), signatures, policy.number());
    } else {
      journal.keep(statement, signatures, policy.number(), now);
    }
  }

  private Policy policyInForce() throws Denial {
    return journal.policy().orElseThrow(() -> new Denial(Why.POLICY_MISSING, "none installed"));
  }

  private void requireDayLimits(Policy policy, Statement statement, String day, long times)
      throws Denial {
    for (var total : statement.totals()) {
      var asset =
          policy
              .asset(total.asset())
              .orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, total.asset().toString()));
      var more = total.units().multiply(BigInteger.valueOf(times));
      var used = journal.used(day, total.asset()).add(more);
      unless(
          used.compareTo(asset.dayLimit()) <= 0,
          Why.LIMIT_EXCEEDED,
          "day's limit of " + asset.symbol());
    }
  }

  /** What is signed: the key, and a digest for each intent, in order. */
  public record Permit(KeyId key, List<Digest32> digests, Digest32 manifest, long policy) {
    public Permit {
      digests = List.copyOf(digests);
    }
  }

  /** Permits a signing session once, and makes that durable before it answers. */
  public Answer<Permit> permit(SignOrder order) {
    return answer(
        now -> {
          var policy = policyInForce();
          unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, "policy " + policy.number());
          requireQuorum(order);
          var digests = new ArrayList<Digest32>();
          if (order.statement().isPresent()) {
            digests.addAll(digests(order, order.statement().get(), policy, now));
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

  private void requireQuorum(SignOrder order) throws Denial {
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

  private List<Digest32> digests(SignOrder order, Digest32 hash, Policy policy, Instant now)
      throws Denial {
    var registration = registration(hash);
    requireLive(order, registration, policy, now);
    int acknowledged = acknowledged(order, hash);
    return switch (registration) {
      case Registration.Payment payment -> payDigests(order, payment, policy, acknowledged);
      case Registration.Funding funding -> fundDigests(order, funding, policy, now);
    };
  }

  /** What holds for every statement that is acted on, whatever it orders. */
  private void requireLive(SignOrder order, Registration registration, Policy policy, Instant now)
      throws Denial {
    var statement = registration.statement();
    requireNotFrozen(statement);
    unless(!now.isAfter(statement.expiry()), Why.STATEMENT_EXPIRED, statement.expiry().toString());
    unless(
        !now.isBefore(statement.notBefore()), Why.NOT_YET_VALID, statement.notBefore().toString());
    unless(
        registration.generation() == journal.generation(),
        Why.HALTED,
        "approved in generation " + registration.generation());
    stillAllowed(registration, policy, now);
    unless(
        policy.treasury(statement.treasury()).filter(t -> t.key().equals(order.key())).isPresent(),
        Why.KEY_UNKNOWN,
        order.key() + " is not the treasury's key");
  }

  private List<Digest32> payDigests(
      SignOrder order, Registration.Payment registration, Policy policy, int acknowledged)
      throws Denial {
    weigh(registration, policy, acknowledged);
    var digests = new ArrayList<Digest32>();
    for (var intent : order.intents()) {
      digests.add(
          switch (intent) {
            case SignOrder.Intent.Pay pay -> payDigest(pay, registration, policy);
            case SignOrder.Intent.Fund _ ->
                throw new Denial(Why.REQUEST_INVALID, "a refill belongs to a fund statement");
            case SignOrder.Intent.Delegate _ ->
                throw new Denial(Why.REQUEST_INVALID, "a delegation belongs to no statement");
          });
    }
    return digests;
  }

  private List<Digest32> fundDigests(
      SignOrder order, Registration.Funding registration, Policy policy, Instant now)
      throws Denial {
    var checks = new FundChecks(roster, genesis, policy, now);
    var funds = new ArrayList<SignOrder.Intent.Fund>();
    var digests = new ArrayList<Digest32>();
    for (var intent : order.intents()) {
      if (!(intent instanceof SignOrder.Intent.Fund fund)) {
        throw new Denial(Why.REQUEST_INVALID, "a fund statement orders refills and nothing else");
      }
      funds.add(fund);
      digests.add(checks.refill(fund, registration.statement()).digest());
    }
    checks.cap(registration, funds, journal.refills());
    return digests;
  }

  private Registration registration(Digest32 hash) throws Denial {
    if (lastUsed.filter(used -> used.statement().hash().equals(hash)).isEmpty()) {
      lastUsed = journal.registration(hash);
    }
    return lastUsed.orElseThrow(() -> new Denial(Why.NOT_REGISTERED, hash.toString()));
  }

  private void requireNotFrozen(StatementText statement) throws Denial {
    var frozen = journal.freezes().inForce();
    unless(
        !frozen.contains("all") && !frozen.contains(statement.treasury().toString()),
        Why.FROZEN,
        String.join(", ", frozen));
  }

  /** The policy in force now decides again; only people whom it still lists count. */
  private void stillAllowed(Registration registration, Policy policy, Instant now) throws Denial {
    if (registration.policy() == policy.number()) {
      return;
    }
    try {
      switch (registration) {
        case Registration.Payment pay -> {
          var checks = new StatementChecks(genesis, policy, pay.generation(), now);
          checks.rules(pay.statement(), pay.leaves());
          checks.people(pay.statement(), pay.signatures());
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

  /** How many daemons acknowledged; every acknowledgement given must hold. */
  private int acknowledged(SignOrder order, Digest32 hash) throws Denial {
    var daemons = new HashSet<DaemonId>();
    for (var signed : order.acknowledgements()) {
      var said = signed.acknowledgement();
      var daemon = roster.daemon(said.daemon());
      boolean holds =
          daemon.isPresent()
              && said.genesis().equals(genesis)
              && said.statement().equals(hash)
              && said.generation() == journal.generation()
              && daemon.get().identity().verifies(said.encoded(), signed.signature());
      unless(holds, Why.ACKNOWLEDGEMENTS_MISSING, "that of " + said.daemon() + " does not hold");
      daemons.add(said.daemon());
    }
    unless(
        daemons.size() >= roster.threshold(),
        Why.ACKNOWLEDGEMENTS_MISSING,
        daemons.size() + " of at least " + roster.threshold());
    return daemons.size();
  }

  /** With fewer acknowledgements a statement counts several times against each limit. */
  private void weigh(Registration.Payment registration, Policy policy, int acknowledged)
      throws Denial {
    int n = roster.daemons().size();
    int t = roster.threshold();
    long weight =
        acknowledged >= roster.fullAcknowledgements() ? 1 : (n - t + 1) / (acknowledged - t + 1);
    var weighed = journal.weighed(registration.position());
    if (weighed.isPresent() && weighed.get().weight() < weight) {
      requireDayLimits(
          policy, registration.statement(), weighed.get().day(), weight - weighed.get().weight());
      journal.weigh(registration.position(), weight);
    }
  }

  private static Digest32 payDigest(
      SignOrder.Intent.Pay pay, Registration.Payment registration, Policy policy) throws Denial {
    var statement = registration.statement();
    var asset =
        policy
            .asset(pay.asset())
            .orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, pay.asset().toString()));
    unless(
        asset.itemGas().holds(pay.itemGas()),
        Why.ITEM_GAS_OUT_OF_BOUNDS,
        pay.itemGas() + " for " + asset.symbol());
    unless(
        !pay.deadline().isAfter(statement.expiry()),
        Why.DEADLINE_TOO_LATE,
        pay.deadline().toString());
    int last = -1;
    for (int number : pay.leaves()) {
      boolean inside = number > last && number < registration.leaves().size();
      unless(
          inside && registration.leaves().get(number).asset().equals(pay.asset()),
          Why.NOT_IN_STATEMENT,
          "leaf " + number + " of " + pay.asset());
      last = number;
    }
    unless(last >= 0, Why.NOT_IN_STATEMENT, "no leaf");
    return new Authorization(
            statement.treasury(),
            statement.hash(),
            pay.asset(),
            pay.deadline(),
            pay.itemGas(),
            statement.mode(),
            Segment.of(pay.leaves(), registration.leaves()))
        .digest();
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
    Officers.require(roster, genesis, journal.generation(), text, officers);
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
              roster.watchers().stream()
                  .filter(each -> each.key().equals(by))
                  .map(Roster.Watcher::publicKey);
          var officer =
              roster.officers().stream()
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
          Officers.require(roster, genesis, journal.generation(), order.hash(), officers);
          journal.freezes().keepThaw(order, officers, now);
          return order;
        });
  }
}
