package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every check of a statement, in the order in which they are made. Holds no state. */
final class StatementChecks {
  private final Digest32 genesis;
  private final Policy policy;
  private final long generation;
  private final Instant now;

  StatementChecks(Digest32 genesis, Policy policy, long generation, Instant now) {
    this.genesis = genesis;
    this.policy = policy;
    this.generation = generation;
    this.now = now;
  }

  void genesis(Statement statement) throws Denial {
    unless(statement.genesis().equals(genesis), Why.GENESIS_OTHER, "the statement's genesis");
  }

  /** What a pay statement says of itself, and whether the leaves are its leaves. */
  void text(Statement statement, List<Leaf> leaves) throws Denial {
    genesis(statement);
    for (var fault : LeavesCheck.faults(statement, leaves)) {
      throw new Denial(
          switch (fault) {
            case COUNT -> Why.COUNT_MISMATCH;
            case TREASURY -> Why.TREASURY_UNKNOWN;
            case TOTALS -> Why.TOTALS_MISMATCH;
            case ROOT -> Why.ROOT_MISMATCH;
            case EXTERNAL_ID -> Why.EXTERNAL_ID_SEEN;
          },
          "the leaves are not the statement's");
    }
  }

  /** What the policy in force says of any statement at any time that it is to be acted on. */
  void frame(Statement statement) throws Denial {
    unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, "policy " + policy.number());
    unless(
        policy.treasury(statement.treasury()).isPresent(),
        Why.TREASURY_UNKNOWN,
        statement.treasury().toString());
    unless(
        statement.executor() == policy.executorVersion(),
        Why.EXECUTOR_OTHER,
        "version " + statement.executor());
    var life = Duration.between(statement.notBefore(), statement.expiry());
    unless(life.compareTo(policy.life()) <= 0, Why.LIFE_TOO_LONG, life.toString());
    unless(!now.isAfter(statement.expiry()), Why.STATEMENT_EXPIRED, statement.expiry().toString());
    for (var total : statement.totals()) {
      var asset = asset(total.asset());
      unless(
          total.decimals() == asset.decimals(),
          Why.TOTALS_MISMATCH,
          "decimals of " + asset.symbol());
    }
  }

  /** The same, and the limits of what is paid. */
  void rules(Statement statement, List<Leaf> leaves) throws Denial {
    frame(statement);
    for (var total : statement.totals()) {
      var asset = asset(total.asset());
      unless(
          total.units().compareTo(asset.statementLimit()) <= 0,
          Why.LIMIT_EXCEEDED,
          "statement's limit of " + asset.symbol());
    }
    for (Leaf leaf : leaves) {
      var asset = asset(leaf.asset());
      unless(
          leaf.amount().compareTo(asset.payoutLimit()) <= 0,
          Why.LIMIT_EXCEEDED,
          "payout limit of " + asset.symbol() + ", " + leaf.externalId());
      unless(
          leaf.route() == Route.BATCH,
          Why.ROUTE_NOT_SUPPORTED,
          leaf.route() + ", " + leaf.externalId());
    }
  }

  private Policy.Asset asset(AssetId id) throws Denial {
    return policy.asset(id).orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, id.toString()));
  }

  /** Whether the maker and enough other people signed, all of them listed now. */
  void people(Statement statement, List<PersonSignature> signatures) throws Denial {
    var hash = statement.hash();
    String maker = "";
    for (var signature : signatures) {
      if (signature.role() == Role.MAKER && signature.key().equals(statement.maker())) {
        maker = signer(signature, hash).name();
      }
    }
    unless(!maker.isEmpty(), Why.MAKER_MISSING, statement.maker().toString());
    Set<String> approved = new HashSet<>();
    for (var signature : signatures) {
      if (signature.role() == Role.APPROVER) {
        var person = signer(signature, hash);
        unless(!person.name().equals(maker), Why.MAKER_IS_APPROVER, person.name());
        unless(signature.verdict() == Verdict.APPROVE, Why.REJECTED_BY_APPROVER, person.name());
        approved.add(person.name());
      } else {
        unless(
            signature.key().equals(statement.maker()),
            Why.PERSON_UNKNOWN,
            signature.key() + " is not the maker");
      }
    }
    int needed = approvals(statement);
    unless(
        approved.size() >= needed,
        Why.APPROVALS_MISSING,
        approved.size() + " of " + needed + " people");
  }

  private Policy.Person signer(PersonSignature signature, Digest32 hash) throws Denial {
    var person =
        policy
            .person(signature.key(), signature.role())
            .orElseThrow(
                () -> new Denial(Why.PERSON_UNKNOWN, signature.key() + " as " + signature.role()));
    byte[] signed =
        PersonSignature.signed(signature.role(), genesis, generation, signature.verdict(), hash);
    boolean holds =
        signature.generation() == generation
            && person.publicKey().algorithm() == signature.algorithm()
            && person.publicKey().verifies(signed, signature.bytes());
    unless(holds, Why.SIGNATURE_INVALID, signature.key() + " as " + signature.role());
    unless(
        signature.role() != Role.MAKER || signature.verdict() == Verdict.APPROVE,
        Why.MAKER_MISSING,
        "the maker said no");
    return person;
  }

  private int approvals(Statement statement) throws Denial {
    int needed = 1;
    for (var total : statement.totals()) {
      var tier = policy.approvalsFor(total.asset(), total.units());
      unless(tier.isPresent(), Why.LIMIT_EXCEEDED, "no tier for " + total.asset());
      needed = Math.max(needed, tier.get());
    }
    return needed;
  }
}
