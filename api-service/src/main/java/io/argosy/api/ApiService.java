package io.argosy.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.argosy.api.approve.ApprovalEndpoint;
import io.argosy.api.approve.ApprovingStage;
import io.argosy.api.approve.GenerationClient;
import io.argosy.api.custody.CustodyClient;
import io.argosy.api.freeze.FreezingStage;
import io.argosy.api.receive.BatchIntake;
import io.argosy.api.receive.Reception;
import io.argosy.api.screen.FiatRule;
import io.argosy.api.screen.QuoteBook;
import io.argosy.api.screen.QuoteClient;
import io.argosy.api.screen.ScreeningStage;
import io.argosy.api.statement.StatementStore;
import io.argosy.api.store.Database;
import io.argosy.api.store.StatisticsStage;
import io.argosy.api.tell.EventFeed;
import io.argosy.api.tell.SequencingStage;
import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.BatchId;
import io.argosy.model.DaemonId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Dependencies;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.PortsFile;
import io.argosy.servicekit.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The service that takes batches in, has them approved and pays them out. */
public final class ApiService {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private final ApiSettings settings;
  private final Clock clock;
  private final Lifetime lifetime;

  private ApiService(ApiSettings settings, Clock clock, Lifetime lifetime) {
    this.settings = settings;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** Runs until it is asked to stop; the one argument is the configuration file. */
  public static void main(String[] arguments) {
    Lifetime.run(
        "api-service", lifetime -> start(Path.of(arguments[0]), Clock.systemUTC(), lifetime));
  }

  /** Starts all of the service; the lifetime closes it. */
  static void start(Path config, Clock clock, Lifetime lifetime) throws IOException {
    new ApiService(ApiSettings.read(config), clock, lifetime).start();
  }

  private void start() throws IOException {
    var telemetry = lifetime.closing(Telemetry.start(settings.prometheusPort()));
    var db = Database.open(lifetime.closing(pool()));
    var custody = custody();
    var generations = generations(custody);
    var statements = new StatementStore(db);
    var feed = new EventFeed(db);
    var fiat = fiat();

    List<Stage> stages = new ArrayList<>();
    stages.add(
        new ScreeningStage(
            db, clock, settings.policy(), settings.treasury(), fiat, terms().life()));
    stages.add(new FreezingStage(db, clock, settings.policy(), terms()));
    stages.add(new ApprovingStage(db, clock, settings.policy(), generations));
    var chain = ChainClient.open(settings.chain().url(), settings.treasury().chain());
    var execution = execution(db, custody, chain);
    stages.addAll(execution.stages());
    stages.add(new SequencingStage(db, feed));
    stages.add(new StatisticsStage(db));

    var policy = settings.policy();
    var intake = new BatchIntake(db, clock, () -> new BatchId(UUID.randomUUID().toString()));
    var reception = new Reception(policy, fiat, intake);
    var services =
        List.of(
            new PayoutEndpoint(db, clock, statements, reception, feed),
            new ApprovalEndpoint(db, clock, policy, statements, generations),
            execution.ledger());
    lifetime.closing(MainJob.start(stages, telemetry));
    var server = lifetime.closing(GrpcServer.start(settings.listen(), services, telemetry));
    lifetime.closing(feed);
    lifetime.closing(
        Dependencies.watch(
            server,
            LOOK,
            dependencies(db, chain, custody.keySet(), generations),
            Map.of("quotes", fiat::isComplete)));
    var ports = new TreeMap<>(Map.of("api", server.port()));
    telemetry.port().ifPresent(port -> ports.put("metrics", port));
    PortsFile.write(settings.portsFile(), ports);
  }

  /** What this service cannot work without, by the names that health tells. */
  private static Map<String, Dependencies.Check> dependencies(
      Jdbi db, ChainClient chain, Set<DaemonId> daemons, GenerationClient generations) {
    var checks = new LinkedHashMap<String, Dependencies.Check>();
    checks.put("database", () -> db.withHandle(tx -> tx.execute("SELECT 1")) >= -1);
    checks.put("chain", () -> chain.head() >= 0);
    checks.put("custody", () -> !daemons.isEmpty() && generations.generation().isPresent());
    return checks;
  }

  private Execution execution(Jdbi db, Map<DaemonId, GrpcClient> custody, ChainClient chain)
      throws IOException {
    var shard = settings.shard();
    var daemons = new ArrayList<CustodyClient>();
    custody.forEach((id, client) -> daemons.add(new CustodyClient(id, client.channel())));
    var lanes = new ArrayList<LaneKey>();
    for (Path file : settings.lanes()) {
      lanes.add(LaneKey.read(file));
    }
    return Execution.of(
        db,
        clock,
        new Execution.Settings(
            settings.rosters().inForce(),
            settings.rosters().genesis(),
            settings.policy(),
            settings.treasury(),
            settings.chain().finalityDepth(),
            shard.mostPayouts(),
            shard.itemGasToken(),
            shard.itemGasCoin(),
            Execution.Patience.USUAL,
            settings.fund()),
        daemons,
        chain,
        lanes);
  }

  private HikariDataSource pool() {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.database().url());
    config.setUsername(settings.database().user());
    config.setPassword(settings.database().password());
    config.setMaximumPoolSize(16);
    config.setConnectionTimeout(10_000);
    config.setPoolName("api");
    return new HikariDataSource(config);
  }

  private FreezingStage.Settings terms() {
    var life = settings.statementLife();
    var most = settings.policy().life();
    return new FreezingStage.Settings(
        settings.treasury(),
        life.compareTo(most) < 0 ? life : most,
        settings.shard().maxNetworkFee());
  }

  private FiatRule fiat() throws IOException {
    var fiat = settings.fiat();
    var book = new QuoteBook(clock, fiat.maxQuoteAge());
    var feed = new Identity(settings.deployment(), Role.ROLE_MARKET_FEED, "feed");
    var market = GrpcClient.to(settings.market().address(), settings.market().tls(), feed);
    lifetime.closing(QuoteClient.start(market, fiat.pairs().values(), book));
    return new FiatRule(fiat.currency(), fiat.holdAbove(), fiat.pairs(), settings.policy(), book);
  }

  private Map<DaemonId, GrpcClient> custody() throws IOException {
    var clients = new LinkedHashMap<DaemonId, GrpcClient>();
    for (var daemon : settings.custody().daemons()) {
      var identity =
          new Identity(settings.deployment(), Role.ROLE_CUSTODY_DAEMON, daemon.id().text());
      var client = GrpcClient.to(daemon.address(), settings.custody().tls(), identity);
      clients.put(daemon.id(), lifetime.closing(client));
    }
    return clients;
  }

  private GenerationClient generations(Map<DaemonId, GrpcClient> custody) {
    var channels = new LinkedHashMap<DaemonId, io.grpc.Channel>();
    custody.forEach((id, client) -> channels.put(id, client.channel()));
    return new GenerationClient(channels, settings.rosters().inForce().threshold());
  }
}
