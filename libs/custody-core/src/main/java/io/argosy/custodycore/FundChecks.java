package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.chain.executor.Authorization;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.PersonSignature;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/** Every check of a fund statement and of its refills, in the order in which they are made. */
final class FundChecks {
  private final Roster roster;
  private final Digest32 genesis;
  private final Policy policy;
  private final Instant now;

  FundChecks(Roster roster, Digest32 genesis, Policy policy, Instant now) {
    this.roster = roster;
    this.genesis = genesis;
    this.policy = policy;
    this.now = now;
  }

  /** What the policy in force says of a fund statement at any time that it is to be acted on. */
  void rules(FundStatement statement) throws Denial {
    unless(statement.genesis().equals(genesis), Why.GENESIS_OTHER, "the statement's genesis");
    unless(now.isBefore(policy.ends()), Why.POLICY_ENDED, "policy " + policy.number());
    unless(
        policy.treasury(statement.treasury()).isPresent(),
        Why.TREASURY_UNKNOWN,
        statement.treasury().toString());
    unless(
        policy.asset(statement.asset()).isPresent(),
        Why.ASSET_UNKNOWN,
        statement.asset().toString());
    unless(
        statement.executor() == policy.executorVersion(),
        Why.EXECUTOR_OTHER,
        "version " + statement.executor());
    unless(!now.isAfter(statement.expiry()), Why.STATEMENT_EXPIRED, statement.expiry().toString());
  }

  /** Whether enough officers signed it. */
  void people(FundStatement statement, List<PersonSignature> signatures, long generation)
      throws Denial {
    Officers.require(roster, genesis, generation, statement.hash(), signatures);
  }

  /** What is signed for one refill: today's only, and only by this daemon's own clock. */
  Authorization refill(SignOrder.Intent.Fund fund, FundStatement statement) throws Denial {
    var asset =
        policy
            .asset(statement.asset())
            .orElseThrow(() -> new Denial(Why.ASSET_UNKNOWN, statement.asset().toString()));
    unless(
        asset.itemGas().holds(fund.itemGas()),
        Why.ITEM_GAS_OUT_OF_BOUNDS,
        fund.itemGas() + " for " + asset.symbol());
    long today = FundStatement.day(now);
    var refill = fund.refill();
    unless(
        refill.day() <= today,
        Why.NOT_YET_VALID,
        "day " + refill.day() + " is not " + today + " yet");
    unless(refill.day() == today, Why.STATEMENT_EXPIRED, "day " + refill.day() + " is over");
    return Authorization.of(statement, refill, fund.itemGas())
        .orElseThrow(
            () ->
                new Denial(
                    Why.NOT_IN_STATEMENT,
                    "refill " + refill.number() + " of lane " + refill.lane()));
  }

  /**
   * Holds the lifetime cap with t-1 owned daemons, too: every refill is permitted by one of the
   * n-t+1 others at least, so each of them permits no more than its part of the cap.
   */
  void cap(Registration.Funding registration, List<SignOrder.Intent.Fund> funds, Journal journal)
      throws Denial {
    var statement = registration.statement();
    var asked =
        funds.stream().flatMap(fund -> statement.leaf(fund.refill()).stream()).distinct().toList();
    var ever = new HashSet<>(journal.refills().permitted(registration.position()));
    ever.addAll(journal.carried().refills(statement.hash()));
    ever.addAll(asked);
    long weight = roster.daemons().size() - roster.threshold() + 1L;
    var counted = statement.amount().multiply(BigInteger.valueOf(weight * ever.size()));
    unless(
        counted.compareTo(statement.cap()) <= 0,
        Why.LIMIT_EXCEEDED,
        "lifetime cap of " + statement.fund());
    journal.refills().permit(registration.position(), asked, now);
  }
}
