package io.argosy.api;

import io.argosy.api.book.Booking;
import io.argosy.api.book.LedgerEndpoint;
import io.argosy.api.custody.CustodyClient;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.follow.Following;
import io.argosy.api.fund.Funding;
import io.argosy.api.fund.SignedFund;
import io.argosy.api.plan.GasSchedule;
import io.argosy.api.plan.Planning;
import io.argosy.api.plan.ShardSizes;
import io.argosy.api.register.Registering;
import io.argosy.api.send.Sending;
import io.argosy.api.sign.Signing;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.FundStore;
import io.argosy.api.statement.StatementStore;
import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * From an approved batch to its last booked payout: the stages that execute, and the ledger's
 * views. All that they know is in the database; a new one over the same database goes on.
 *
 * @param stages in the order of the main job; each runs on a thread of its own, or all on one
 */
public record Execution(List<Stage> stages, LedgerEndpoint ledger) {
  public Execution {
    stages = List.copyOf(stages);
  }

  /**
   * What an execution is told.
   *
   * @param roster the version in force
   * @param genesis hash of the roster's version 0
   * @param policy zone A's own copy; it lists the treasury with its key
   * @param finalityDepth blocks below the head that count as final
   * @param mostPayouts leaves of a shard at most
   * @param itemGasToken what a token's call is given, within the policy's bounds
   * @param itemGasCoin what a coin's call is given, within the policy's bounds
   * @param fund what officers signed so that lanes are refilled
   */
  public record Settings(
      Roster roster,
      Digest32 genesis,
      Policy policy,
      AccountId treasury,
      int finalityDepth,
      int mostPayouts,
      int itemGasToken,
      int itemGasCoin,
      Patience patience,
      Optional<SignedFund> fund) {}

  /**
   * How long things may take.
   *
   * @param registration for which a batch with enough acknowledgements waits for the others
   * @param session until a daemon must have answered a signing request
   * @param aside for which a daemon that failed is left out of quorums
   * @param raiseAfterBlocks blocks without a transaction, after which its fee is raised
   */
  public record Patience(
      Duration registration, Duration session, Duration aside, int raiseAfterBlocks) {
    /** For real use. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(10), 6);
  }

  /**
   * Makes all stages.
   *
   * @param daemons one a daemon, in the order of the roster
   * @param lanes accounts that pay gas; one that was used before stays listed until its last
   *     transaction is final
   */
  public static Execution of(
      Jdbi db,
      Clock clock,
      Settings settings,
      List<CustodyClient> daemons,
      ChainClient chain,
      List<LaneKey> lanes) {
    return of(new Ground(db, clock, Faults.NONE), settings, daemons, chain, lanes);
  }

  static Execution of(
      Ground ground,
      Settings settings,
      List<CustodyClient> daemons,
      ChainClient chain,
      List<LaneKey> lanes) {
    if (lanes.isEmpty()) {
      throw new IllegalArgumentException("one lane or more");
    }
    var policy = settings.policy();
    var treasury =
        policy
            .treasury(settings.treasury())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the policy does not list treasury " + settings.treasury()));
    var custody = new CustodyGroup(settings.roster(), settings.genesis(), daemons);
    var statements = new StatementStore(ground.db());
    var funds = new FundStore(ground.db());
    int depth = settings.finalityDepth();
    var address = settings.treasury().address();
    var patience = settings.patience();
    var sizes =
        new ShardSizes(
            settings.mostPayouts(),
            settings.itemGasToken(),
            settings.itemGasCoin(),
            GasSchedule.OSAKA);
    var watched =
        new Following.Watched(
            address, lanes.stream().map(LaneKey::address).collect(Collectors.toSet()));
    var stages = new ArrayList<Stage>();
    settings
        .fund()
        .map(fund -> funding(ground, custody, chain, funds, fund, settings, watched.lanes()))
        .ifPresent(stages::add);
    stages.addAll(
        List.of(
            new Registering(ground, custody, policy, statements, patience.registration()),
            new Planning(
                ground,
                statements,
                policy,
                new Planning.Treasury(chain, settings.treasury(), depth),
                sizes),
            new Signing(
                ground,
                custody,
                treasury,
                statements,
                funds,
                new Signing.Patience(patience.session(), patience.aside())),
            new Sending(
                ground,
                statements,
                chain,
                lanes,
                new Sending.Contract(
                    address, policy.executor(), depth, patience.raiseAfterBlocks())),
            new Following(ground, statements, funds, chain, watched, depth),
            new Booking(ground, chain, address, depth)));
    return new Execution(stages, new LedgerEndpoint(ground.db()));
  }

  private static Funding funding(
      Ground ground,
      CustodyGroup custody,
      ChainClient chain,
      FundStore funds,
      SignedFund fund,
      Settings settings,
      Set<Address> lanes) {
    int itemGas = settings.itemGasCoin();
    int gasLimit = GasSchedule.OSAKA.limit(fund.statement().asset(), 1, 1, itemGas);
    var terms = new Funding.Terms(lanes, itemGas, gasLimit, settings.finalityDepth());
    return new Funding(ground, custody, chain, funds, fund, terms);
  }
}
