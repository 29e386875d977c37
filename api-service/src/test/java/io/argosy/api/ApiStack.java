package io.argosy.api;

import io.argosy.api.receive.BatchIntake;
import io.argosy.api.receive.BatchOrder;
import io.argosy.api.receive.Row;
import io.argosy.api.state.BatchMoves;
import io.argosy.api.state.Events;
import io.argosy.chain.LaneKey;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.StoreId;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Route;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc.ApprovalServiceBlockingStub;
import io.argosy.proto.approval.v1.GetStatementRequest;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.payout.v1.PayoutServiceGrpc.PayoutServiceBlockingStub;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.Tls;
import io.argosy.stack.Anvil;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.Postgres;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The real api-service from a configuration file, on a real PostgreSQL and a real chain, behind
 * real mutual TLS; only market-feed and custody are small servers of the test.
 */
final class ApiStack implements AutoCloseable {
  static final ChainId CHAIN = new ChainId(31337);
  static final Address TOKEN = Address.parse("0x00000000000000000000000000000000000000d5");
  static final Address TREASURY = Address.parse("0x00000000000000000000000000000000000000aa");
  static final AssetId DUSD = AssetId.token(CHAIN, TOKEN);
  static final String PAYEE = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
  private final SecureRandom random = new SecureRandom();
  private final Lifetime lifetime = new Lifetime();
  private final Path folder = Path.of("target", "api-" + UUID.randomUUID()).toAbsolutePath();
  private final CertificateAuthority app = CertificateAuthority.create("app", random);
  private final CertificateAuthority custody = CertificateAuthority.create("custody", random);
  private final Map<String, GrpcClient> clients = new HashMap<>();
  final People people = new People();
  final TestMarket market = new TestMarket(Map.of("DUSD-USD", "1", "ETH-USD", "4000"));
  final AtomicLong generation = new AtomicLong();
  final AtomicLong lieOfTheLast = new AtomicLong();
  final Policy policy;
  final Jdbi db;
  private final Identity api = identity("api-service/api");
  private final Path config;
  private int port;
  private Lifetime service;

  ApiStack() throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    var tools = System.getProperty("argosy.tools", "target/tools");
    var postgres = lifetime.closing(Postgres.start(Path.of(tools), folder.resolve("postgres")));
    db =
        Jdbi.create(source(postgres))
            .installPlugin(new SqlObjectPlugin())
            .installPlugin(new PostgresPlugin());
    var chain = lifetime.closing(Anvil.start(Path.of(tools), folder.resolve("chain")));
    LaneKey.make(random).write(folder.resolve("lane-1.key"));
    var feed = server(app, identity("market-feed/feed"), market);
    var roster = roster();
    policy = policy(roster.hash());
    Files.write(folder.resolve("roster-0.txt"), roster.encoded());
    Files.write(folder.resolve("policy.txt"), policy.encoded());
    var daemons = new ArrayList<String>();
    for (var daemon : roster.daemons()) {
      int at =
          server(custody, identity("custody-daemon/" + daemon.id()), new TestCustody(told(daemon)));
      daemons.add("{ id = %s, address = \"127.0.0.1:%d\" }".formatted(daemon.id(), at));
    }
    config = folder.resolve("api.conf");
    Files.writeString(config, config(new Reach(postgres, feed, chain, String.join(", ", daemons))));
    start();
  }

  /** The last daemon may lie about its generation. */
  private LongSupplier told(Roster.Daemon daemon) {
    return daemon.index() < 3 ? generation::get : () -> generation.get() + lieOfTheLast.get();
  }

  private static PGSimpleDataSource source(Postgres postgres) {
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.url());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return source;
  }

  private int server(CertificateAuthority authority, Identity identity, BindableService service)
      throws IOException, GeneralSecurityException {
    var tls = tls(authority, identity);
    var listen = new GrpcServer.Listen("127.0.0.1", 0, tls, "demo", GrpcServer.Reflection.OFF);
    return lifetime.closing(GrpcServer.start(listen, List.of(service))).port();
  }

  private Tls tls(CertificateAuthority authority, Identity identity)
      throws IOException, GeneralSecurityException {
    var issued = authority.issue(folder, identity.name(), Optional.of(identity.toString()));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  private static Identity identity(String path) {
    return Identity.parse("argosy://demo/" + path).orElseThrow();
  }

  private static Roster roster() throws GeneralSecurityException {
    var daemons = new ArrayList<Roster.Daemon>();
    for (int i = 1; i <= 3; i++) {
      daemons.add(
          new Roster.Daemon(
              i,
              new DaemonId("custody-" + i),
              publicKey(),
              "127.0.0.1:1",
              new StoreId("pkcs11:" + i)));
    }
    var officers = List.of(new Roster.Officer(new KeyId("officer-1"), publicKey()));
    return new Roster(
        0, Digest32.of(new byte[32]), "demo", 2, 1, officers, daemons, List.of(), List.of());
  }

  private static PublicKeyText publicKey() throws GeneralSecurityException {
    return PublicKeyText.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
  }

  /** One payout of DUSD: 50,000; one statement: 200,000; two approvals above 1,000. */
  private Policy policy(Digest32 genesis) {
    var gas = new Policy.Range(30_000, 200_000);
    var whole = BigInteger.valueOf(1_000_000);
    var most = BigInteger.TEN.pow(24);
    return new Policy(
        1,
        genesis,
        Instant.parse("2999-01-01T00:00:00Z"),
        CHAIN,
        Digest32.of(new byte[32]),
        1,
        TREASURY,
        Duration.ofHours(1),
        people.listed(),
        List.of(new Policy.Treasury(new AccountId(CHAIN, TREASURY), new KeyId("treasury-1"))),
        List.of(
            new Policy.Asset(
                DUSD,
                "DUSD",
                6,
                whole.multiply(BigInteger.valueOf(50_000)),
                whole.multiply(BigInteger.valueOf(200_000)),
                most,
                gas),
            new Policy.Asset(AssetId.coin(CHAIN), "ETH", 18, most, most, most, gas)),
        List.of(
            new Policy.Tier(DUSD, whole.multiply(BigInteger.valueOf(1_000)), 1),
            new Policy.Tier(DUSD, most, 2),
            new Policy.Tier(AssetId.coin(CHAIN), most, 2)));
  }

  /** What the service reaches. */
  private record Reach(Postgres postgres, int feed, Anvil chain, String daemons) {}

  private String config(Reach reach) throws IOException, GeneralSecurityException {
    var own = tls(app, api);
    var toCustody = custody.issue(folder.resolve("custody"), "api", Optional.of(api.toString()));
    return """
        deployment = demo, ports-file = "ports.json"
        listen { host = "127.0.0.1", port = 0, %1$s }
        database { url = "%3$s", user = %4$s, password-file = "%5$s" }
        roster = "roster-0.txt", policy = "policy.txt", treasury = "eip155:31337:%6$s"
        custody { %2$s, daemons = [%7$s] }
        chain { url = "%9$s", finality-depth = 3 }
        lanes = ["lane-1.key"]
        shard { most-payouts = 500, item-gas-token = 100000, item-gas-coin = 50000
                max-network-fee-wei = "1000000000000000000" }
        statement-life = 2h
        market { address = "127.0.0.1:%8$d", %1$s }
        fiat { currency = USD, hold-payout-above = "10000", max-quote-age = 4s
               pairs { DUSD = "DUSD-USD", ETH = "ETH-USD" } }
        """
        .formatted(
            files(own),
            files(new Tls(toCustody.certificate(), toCustody.key(), toCustody.authority())),
            reach.postgres().url(),
            reach.postgres().user(),
            reach.postgres().passwordFile(),
            TREASURY,
            reach.daemons(),
            reach.feed(),
            reach.chain().url());
  }

  private static String files(Tls tls) {
    return "certificate = \"%s\", key = \"%s\", authority = \"%s\""
        .formatted(tls.certificate(), tls.key(), tls.authority());
  }

  /** Starts the service, on the database as it is. */
  void start() throws IOException {
    service = new Lifetime();
    ApiService.start(config, Clock.systemUTC(), service);
    var ports = Files.readString(folder.resolve("ports.json"));
    port = Integer.parseInt(ports.replaceAll("[^0-9]", ""));
  }

  /** Stops the service; database, market and custody stay. */
  void stop() {
    clients.values().forEach(GrpcClient::close);
    clients.clear();
    service.close();
  }

  /** Stops the service alone; callers find out. */
  void stopService() {
    service.close();
  }

  /** A batch as an operator sees it. */
  Batch batch(String id) {
    return as("operator/treasury")
        .getBatch(GetBatchRequest.newBuilder().setBatchId(id).build())
        .getBatch();
  }

  /** Waits until the service believes custody's new generation; it keeps an answer for a second. */
  void awaitGeneration(long wanted) {
    var any = Orders.batch("generation-" + wanted, Orders.payout("generation-" + wanted, "1"));
    var id = as("client/rounds").createBatch(any).getBatchId();
    var _ = awaitState(id, BatchState.BATCH_STATE_AWAITING_APPROVAL);
    var request = GetStatementRequest.newBuilder().setBatchId(id).build();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (approvals().getStatement(request).next().getHead().getGeneration() != wanted) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no generation " + wanted);
      }
      Thread.onSpinWait();
    }
  }

  /** Waits until every event has its position. */
  void awaitTold() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (untold() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("events without a position");
      }
      Thread.onSpinWait();
    }
  }

  private int untold() {
    return db.withHandle(
        handle ->
            handle
                .select("SELECT count(*) FROM event WHERE seq IS NULL")
                .mapTo(Integer.class)
                .one());
  }

  /** Waits until the main job went so many times through its stages. */
  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      var name = "round-" + UUID.randomUUID();
      var made = as("client/rounds").createBatch(Orders.batch(name, Orders.payout(name, "1")));
      var _ = awaitState(made.getBatchId(), BatchState.BATCH_STATE_AWAITING_APPROVAL);
    }
  }

  /** Stores a batch of one payout of payroll as if its order had come in time; answers its id. */
  String stored(String name) {
    var intake = new BatchIntake(db, Clock.systemUTC(), () -> new BatchId(name));
    var row =
        new Row(
            1,
            new ExternalId(name),
            Address.parse(PAYEE),
            new Amount(DUSD, BigInteger.ONE),
            Route.BATCH,
            false,
            Optional.empty(),
            Optional.empty(),
            "");
    var order = BatchOrder.ofRows(new ClientId("payroll"), name, People.MAKER, List.of(row));
    var _ = intake.create(order);
    return name;
  }

  /** What a caller asks about payouts, as role/name. */
  PayoutServiceBlockingStub as(String caller) {
    return PayoutServiceGrpc.newBlockingStub(client(caller).channel());
  }

  ApprovalServiceBlockingStub approvals() {
    return ApprovalServiceGrpc.newBlockingStub(client("operator/treasury").channel());
  }

  GrpcClient client(String caller) {
    return clients.computeIfAbsent(
        caller,
        who -> {
          try {
            return GrpcClient.to("127.0.0.1:" + port, tls(app, identity(who)), api);
          } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Waits until the service has a fresh price of every asset: a batch of both is possible. */
  void awaitPrices() {
    var coin = Orders.payout("price-2", "1").toBuilder().setAsset("ETH").build();
    var order = Orders.batch("prices", Orders.payout("price-1", "1"), coin);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        var _ = as("client/prices").createBatch(order);
        return;
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  /** Moves a batch as a later stage would. */
  void move(String batch, String from, String to) {
    var moves = new BatchMoves(new Events(Clock.systemUTC()));
    db.useTransaction(
        tx ->
            moves.advance(
                tx,
                new BatchId(batch),
                io.argosy.api.state.BatchState.valueOf(from),
                io.argosy.api.state.BatchState.valueOf(to),
                "the test"));
  }

  /** Waits until an operator sees a batch in a state. */
  Batch awaitState(String batch, BatchState state) {
    return await(batch, seen -> seen.getState() == state, state.name());
  }

  /** Waits until a batch says that it waits for something. */
  Batch awaitWait(String batch, String start) {
    return await(batch, seen -> seen.getWaitsFor().startsWith(start), start);
  }

  private Batch await(String batch, java.util.function.Predicate<Batch> there, String what) {
    var stub = as("operator/treasury");
    var request = GetBatchRequest.newBuilder().setBatchId(batch).build();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      var seen = stub.getBatch(request).getBatch();
      if (there.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within 20 s, but " + seen);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    stop();
    lifetime.close();
  }
}
