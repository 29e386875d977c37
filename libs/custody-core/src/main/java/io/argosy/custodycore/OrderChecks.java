package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.VoidOrder;
import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.StatementText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whether a registered statement allows an order now, and the digests that it leads to. */
final class OrderChecks {
  private final Rosters rosters;
  private final Roster roster;
  private final Digest32 genesis;
  private final Journal journal;
  private final Policy policy;
  private final Instant now;

  /**
   * @param standing the version in which the order's key stands
   */
  OrderChecks(Rosters rosters, Roster standing, Journal journal, Policy policy, Instant now) {
    this.rosters = rosters;
    this.roster = standing;
    this.genesis = rosters.genesis();
    this.journal = journal;
    this.policy = policy;
    this.now = now;
  }

  /** One digest an intent, in their order. */
  List<Digest32> digests(SignOrder order, Registration registration) throws Denial {
    requireLive(order, registration);
    int acknowledged = acknowledged(order, registration.statement().hash());
    return switch (registration) {
      case Registration.Payment payment -> payments(order, payment, acknowledged);
      case Registration.Voiding voiding -> voids(order, voiding);
      case Registration.Funding funding -> refills(order, funding);
    };
  }

  /** What holds for every statement that is acted on, whatever it orders. */
  private void requireLive(SignOrder order, Registration registration) throws Denial {
    var statement = registration.statement();
    requireNotFrozen(statement);
    unless(!now.isAfter(statement.expiry()), Why.STATEMENT_EXPIRED, statement.expiry().toString());
    unless(
        !now.isBefore(statement.notBefore()), Why.NOT_YET_VALID, statement.notBefore().toString());
    unless(
        registration.generation() == journal.generation(),
        Why.HALTED,
        "approved in generation " + registration.generation());
    new Registrar(rosters.inForce(), genesis, journal, policy, now).stillAllowed(registration);
    unless(
        policy.treasury(statement.treasury()).filter(t -> t.key().equals(order.key())).isPresent(),
        Why.KEY_UNKNOWN,
        order.key() + " is not the treasury's key");
  }

  private void requireNotFrozen(StatementText statement) throws Denial {
    var frozen = journal.freezes().inForce();
    unless(
        !frozen.contains("all") && !frozen.contains(statement.treasury().toString()),
        Why.FROZEN,
        String.join(", ", frozen));
  }

  /**
   * How many daemons that hold the key acknowledged; every acknowledgement of theirs must hold.
   * Those of daemons that held it before, or are to hold it, count nothing.
   */
  private int acknowledged(SignOrder order, Digest32 hash) throws Denial {
    var daemons = new HashSet<DaemonId>();
    for (var signed : order.acknowledgements()) {
      var said = signed.acknowledgement();
      var daemon = roster.daemon(said.daemon());
      if (daemon.isEmpty() && rosters.daemon(said.daemon()).isPresent()) {
        continue;
      }
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

  private List<Digest32> payments(
      SignOrder order, Registration.Payment registration, int acknowledged) throws Denial {
    weigh(registration, acknowledged);
    var elsewhere = journal.conflicts().leavesOf(registration.statement().hash());
    var digests = new ArrayList<Digest32>();
    for (var intent : order.intents()) {
      if (!(intent instanceof Intent.Pay pay)) {
        throw new Denial(Why.REQUEST_INVALID, "a pay statement orders payments and nothing else");
      }
      for (int leaf : pay.leaves()) {
        unless(
            !elsewhere.contains(leaf),
            Why.STATEMENTS_CONFLICT,
            "leaf " + leaf + " has its external id in another statement, too");
      }
      digests.add(payDigest(pay, registration, policy));
    }
    return digests;
  }

  private List<Digest32> voids(SignOrder order, Registration.Voiding registration) throws Denial {
    var digests = new ArrayList<Digest32>();
    for (var intent : order.intents()) {
      if (!(intent instanceof Intent.VoidLeaves voiding)) {
        throw new Denial(Why.REQUEST_INVALID, "a void statement voids and nothing else");
      }
      digests.add(voidDigest(voiding, registration));
    }
    return digests;
  }

  private List<Digest32> refills(SignOrder order, Registration.Funding registration) throws Denial {
    var checks = new FundChecks(roster, genesis, policy, now);
    var funds = new ArrayList<Intent.Fund>();
    var digests = new ArrayList<Digest32>();
    for (var intent : order.intents()) {
      if (!(intent instanceof Intent.Fund fund)) {
        throw new Denial(Why.REQUEST_INVALID, "a fund statement orders refills and nothing else");
      }
      funds.add(fund);
      digests.add(checks.refill(fund, registration.statement()).digest());
    }
    checks.cap(registration, funds, journal);
    return digests;
  }

  /** With fewer acknowledgements a statement counts several times against each limit. */
  private void weigh(Registration.Payment registration, int acknowledged) throws Denial {
    int n = roster.daemons().size();
    int t = roster.threshold();
    long weight =
        acknowledged >= roster.fullAcknowledgements() ? 1 : (n - t + 1) / (acknowledged - t + 1);
    var weighed = journal.weighed(registration.position());
    if (weighed.isEmpty()) {
      return;
    }
    boolean more = weighed.get().weight() < weight;
    // What was registered before a takeover did not count what came with that.
    if (more || journal.takeovers().isBefore(registration.position())) {
      new DayLimits(journal, policy)
          .require(
              registration.statement(),
              weighed.get().day(),
              Math.max(weight, weighed.get().weight()));
    }
    if (more) {
      journal.weigh(registration.position(), weight);
    }
  }

  private static Digest32 payDigest(
      Intent.Pay pay, Registration.Payment registration, Policy policy) throws Denial {
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

  /** One order speaks of one pay statement, so all its places must. */
  private static Digest32 voidDigest(Intent.VoidLeaves voiding, Registration.Voiding registration)
      throws Denial {
    var statement = registration.statement();
    unless(
        !voiding.deadline().isAfter(statement.expiry()),
        Why.DEADLINE_TOO_LATE,
        voiding.deadline().toString());
    var numbers = new ArrayList<Integer>();
    int last = -1;
    for (int place : voiding.places()) {
      unless(
          place > last && place < registration.leaves().size(),
          Why.NOT_IN_STATEMENT,
          "place " + place);
      last = place;
      numbers.add(registration.leaves().get(place).leaf());
    }
    unless(last >= 0, Why.NOT_IN_STATEMENT, "no place");
    var target = registration.leaves().get(last).statement();
    for (int place : voiding.places()) {
      unless(
          registration.leaves().get(place).statement().equals(target),
          Why.REQUEST_INVALID,
          "places of two pay statements in one order");
    }
    return VoidOrder.of(statement.treasury(), statement.hash(), target, voiding.deadline(), numbers)
        .digest();
  }
}
