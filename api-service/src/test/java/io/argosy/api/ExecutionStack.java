package io.argosy.api;

import io.argosy.api.custody.CustodyClient;
import io.argosy.api.freeze.Freezing;
import io.argosy.api.freeze.FrozenBatch;
import io.argosy.api.freeze.Terms;
import io.argosy.api.fund.SignedFund;
import io.argosy.api.receive.BatchIntake;
import io.argosy.api.receive.BatchOrder;
import io.argosy.api.receive.Intake;
import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.Row;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.api.store.Database;
import io.argosy.chain.EcdsaSignature;
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
import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import io.argosy.proto.ledger.v1.GetTrialBalanceRequest;
import io.argosy.proto.ledger.v1.GetTrialBalanceResponse;
import io.argosy.proto.ledger.v1.ReadFeesRequest;
import io.argosy.proto.ledger.v1.ReadFeesResponse;
import io.argosy.proto.ledger.v1.ReadOutcomesRequest;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.Postgres;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Execution over a real PostgreSQL and a real development chain, and three daemons of the test
 * behind real mutual TLS.
 */
final class ExecutionStack implements AutoCloseable {
  static final ClientId PAYROLL = new ClientId("payroll");
  private static final BigInteger MUCH = BigInteger.TEN.pow(30);
  private static final int MOST_FAILURES = 20;
  private static final Duration LONG = Duration.ofSeconds(90);
  final SecureRandom random = new SecureRandom();
  private final Lifetime lifetime = new Lifetime();
  private final Path folder = Path.of("target", "execution-" + UUID.randomUUID()).toAbsolutePath();
  private final CertificateAuthority authority = CertificateAuthority.create("custody", random);
  private final People people = new People();
  private final List<KeyPair> identities = new ArrayList<>();
  private final List<GrpcServer> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final Roster roster;
  private final Policy policy;
  final TestClock clock = new TestClock();
  final LaneKey treasury = LaneKey.make(random);
  final List<LaneKey> lanes = List.of(LaneKey.make(random), LaneKey.make(random));
  final TestChain chain;
  final SigningTable table = new SigningTable(treasury);
  final List<SigningDaemon> daemons = new ArrayList<>();
  final Jdbi db;

  ExecutionStack() throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    var tools = Path.of(System.getProperty("argosy.tools"));
    chain = lifetime.closing(new TestChain(folder.resolve("chain"), treasury));
    var postgres = lifetime.closing(Postgres.start(tools, folder.resolve("postgres")));
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.url());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    db = Database.open(source);
    for (int i = 0; i < 3; i++) {
      identities.add(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }
    roster = roster();
    policy = policy();
    for (int i = 0; i < 3; i++) {
      daemons.add(
          new SigningDaemon(roster.daemons().get(i).id(), identities.get(i), roster.hash(), table));
      ports.add(0);
      servers.add(serve(i));
      ports.set(i, servers.get(i).port());
    }
    for (var lane : lanes) {
      var _ = chain.deployer.coin(lane.address(), BigInteger.TEN.pow(19));
    }
  }

  private Roster roster() throws GeneralSecurityException {
    var listed = new ArrayList<Roster.Daemon>();
    for (int i = 1; i <= 3; i++) {
      var key = PublicKeyText.of(identities.get(i - 1).getPublic());
      listed.add(
          new Roster.Daemon(
              i, new DaemonId("custody-" + i), key, "127.0.0.1:1", new StoreId("pkcs11:" + i)));
    }
    var officer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    var officers = List.of(new Roster.Officer(new KeyId("officer-1"), PublicKeyText.of(officer)));
    return new Roster(
        0, Digest32.of(new byte[32]), "demo", 2, 1, officers, listed, List.of(), List.of());
  }

  private Policy policy() {
    return new Policy(
        1,
        roster.hash(),
        Instant.parse("2999-01-01T00:00:00Z"),
        TestChain.CHAIN,
        Digest32.of(new byte[32]),
        1,
        chain.executor,
        Duration.ofDays(1),
        people.listed(),
        List.of(new Policy.Treasury(account(), new KeyId("treasury-1"))),
        List.of(
            asset(chain.dollars(), "DUSD", 6),
            asset(chain.euros(), "DEUR", 6),
            asset(TestChain.token(chain.odd), "ODD", 0),
            asset(TestChain.token(chain.taxed), "TAXED", 0),
            asset(TestChain.coin(), "ETH", 18)),
        List.of());
  }

  private static Policy.Asset asset(AssetId id, String symbol, int decimals) {
    var gas = new Policy.Range(30_000, 200_000);
    return new Policy.Asset(id, symbol, decimals, MUCH, MUCH, MUCH, gas);
  }

  AccountId account() {
    return new AccountId(TestChain.CHAIN, treasury.address());
  }

  /** What officers signed: so much for each lane, so often a day. */
  SignedFund fund(String name, BigInteger amount, int refills) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var statement =
        new FundStatement(
            roster.hash(),
            new FundId(name),
            account(),
            TestChain.coin(),
            1,
            1,
            lanes.stream().map(LaneKey::address).toList(),
            amount,
            refills,
            amount.multiply(BigInteger.valueOf(100)),
            now.minusSeconds(60),
            now.plus(Duration.ofDays(20)));
    var officer =
        new PersonSignature(
            new KeyId("officer-1"),
            Role.OFFICER,
            0,
            Verdict.APPROVE,
            PersonSignature.Algorithm.ED25519,
            new byte[64]);
    return new SignedFund(statement, List.of(officer));
  }

  private GrpcServer serve(int daemon) throws IOException, GeneralSecurityException {
    var tls = tls("custody-daemon/" + daemons.get(daemon).id());
    var listen =
        new GrpcServer.Listen(
            "127.0.0.1", ports.get(daemon), tls, "demo", GrpcServer.Reflection.OFF);
    return GrpcServer.start(listen, List.of(daemons.get(daemon)));
  }

  private Tls tls(String path) throws IOException, GeneralSecurityException {
    var identity = Identity.parse("argosy://demo/" + path).orElseThrow();
    var issued = authority.issue(folder, identity.name(), Optional.of(identity.toString()));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  /** A daemon's process ends. */
  void stop(int daemon) {
    servers.get(daemon).close();
  }

  /** A daemon's process starts again. */
  void restart(int daemon) throws IOException, GeneralSecurityException {
    servers.set(daemon, serve(daemon));
  }

  /** A process of ours over the database as it is. */
  Running start(Faults faults) throws IOException, GeneralSecurityException {
    return start(faults, Optional.empty());
  }

  /** A process that also refills lanes. */
  Running start(Faults faults, Optional<SignedFund> fund)
      throws IOException, GeneralSecurityException {
    var clients = new Lifetime();
    var daemonClients = new ArrayList<CustodyClient>();
    for (int i = 0; i < 3; i++) {
      var id = daemons.get(i).id();
      var expected = Identity.parse("argosy://demo/custody-daemon/" + id).orElseThrow();
      var client =
          clients.closing(
              GrpcClient.to("127.0.0.1:" + ports.get(i), tls("api-service/api"), expected));
      daemonClients.add(new CustodyClient(id, client.channel()));
    }
    var patience =
        new Execution.Patience(
            Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(2), 4);
    var settings =
        new Execution.Settings(
            roster, roster.hash(), policy, account(), 3, 500, 100_000, 50_000, patience, fund);
    var execution =
        Execution.of(new Ground(db, clock, faults), settings, daemonClients, chain.client, lanes);
    return new Running(execution, clients);
  }

  /** One process: all stages on one thread, round by round. */
  final class Running implements AutoCloseable {
    final Execution execution;
    private final Lifetime clients;

    private Running(Execution execution, Lifetime clients) {
      this.execution = execution;
      this.clients = clients;
    }

    /** Runs the stages of these names, all when none is named, until something holds. */
    void until(BooleanSupplier done, String... names) {
      var stages =
          execution.stages().stream()
              .filter(stage -> names.length == 0 || List.of(names).contains(stage.name()))
              .toList();
      long end = System.nanoTime() + LONG.toNanos();
      Optional<RuntimeException> last = Optional.empty();
      int failures = 0;
      while (!done.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not within " + LONG + "; " + waits(), last.orElse(null));
        }
        if (failures > MOST_FAILURES) {
          throw new AssertionError("a stage fails again and again", last.orElse(null));
        }
        int moved = 0;
        for (var stage : stages) {
          try {
            moved += stage.run();
          } catch (RuntimeException e) {
            last = Optional.of(e);
            failures++;
          }
        }
        if (moved == 0) {
          chain.mine();
        }
      }
    }

    @Override
    public void close() {
      clients.close();
    }
  }

  /** What is waited for, and what happened last. */
  List<String> waits() {
    return db.withHandle(
        h ->
            h.select(
                    """
                    SELECT batch_id || ': ' || reason || ' ' || detail FROM batch_wait
                     UNION ALL
                    (SELECT kind || ' ' || detail FROM event ORDER BY event_id DESC LIMIT 12)
                     UNION ALL
                    SELECT 'block ' || max(number) FROM block""")
                .mapTo(String.class)
                .list());
  }

  /** A payout of an asset to an account. */
  record Pay(Address to, AssetId asset, long units) {}

  /** An account that nobody used before. */
  Address someone() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    bytes[19] &= (byte) 0xfe;
    return Address.of(bytes);
  }

  /** Gives the treasury what these payouts take. */
  void fund(List<Pay> pays) throws IOException {
    for (var asset : pays.stream().map(Pay::asset).distinct().toList()) {
      var sum =
          pays.stream()
              .filter(pay -> pay.asset().equals(asset))
              .map(pay -> BigInteger.valueOf(pay.units()))
              .reduce(BigInteger.ZERO, BigInteger::add);
      var sent =
          asset.token().isPresent()
              ? chain.deployer.mint(asset.token().get(), treasury.address(), sum)
              : chain.deployer.coin(treasury.address(), sum);
      var _ = chain.deployer.await(sent);
    }
  }

  /** A batch that people approved, as the stages before leave it. */
  BatchId approved(List<Pay> pays, Duration life) {
    var rows = new ArrayList<Row>();
    var name = UUID.randomUUID().toString();
    for (var pay : pays) {
      rows.add(row(rows.size() + 1, name + "-" + (rows.size() + 1), pay));
    }
    var id = new BatchId(name);
    var intake = new BatchIntake(db, clock, () -> id);
    var order = BatchOrder.ofRows(PAYROLL, name, People.MAKER, rows);
    if (!(intake.create(order) instanceof Intake.Created)) {
      throw new IllegalStateException("the batch was not made");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var terms =
        new Terms(
            roster.hash(),
            id,
            PAYROLL,
            People.MAKER,
            account(),
            1,
            Statement.Mode.BEST_EFFORT,
            1,
            BigInteger.TEN.pow(18),
            now.minusSeconds(60),
            now.plus(life));
    store(id, Freezing.freeze(rows, KnownAsset.of(policy), terms), 0);
    return id;
  }

  private static Row row(int line, String name, Pay pay) {
    return new Row(
        line,
        new ExternalId(name),
        pay.to(),
        new Amount(pay.asset(), BigInteger.valueOf(pay.units())),
        Route.BATCH,
        false,
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private void store(BatchId id, FrozenBatch frozen, long generation) {
    var statement = frozen.statement();
    db.useTransaction(
        tx -> {
          tx.execute(
              """
              UPDATE payout SET leaf = n.leaf - 1
                FROM unnest(?) WITH ORDINALITY AS n (line, leaf)
               WHERE batch_id = ? AND payout.line = n.line""",
              frozen.lines().stream().mapToInt(Integer::intValue).toArray(),
              id.text());
          tx.execute(
              "INSERT INTO statement VALUES (?, ?, ?, ?, ?)",
              statement.hash().bytes(),
              id.text(),
              statement.encoded(),
              statement.expiry(),
              clock.instant());
          sign(tx, statement, People.MAKER, Role.MAKER, generation);
          sign(tx, statement, People.BEN, Role.APPROVER, generation);
          tx.execute("UPDATE batch SET state = 'REGISTERING' WHERE batch_id = ?", id.text());
        });
  }

  private void sign(
      org.jdbi.v3.core.Handle tx, Statement statement, KeyId key, Role role, long generation) {
    var signature =
        people.sign(key, role, Verdict.APPROVE, roster.hash(), generation, statement.hash());
    tx.execute(
        "INSERT INTO signature VALUES (?, ?, ?, ?, 'APPROVE', 'ED25519', ?, ?)",
        statement.hash().bytes(),
        generation,
        key.text(),
        role.name(),
        signature.bytes(),
        clock.instant());
  }

  /** The hash of what people signed. */
  Digest32 statement(BatchId batch) {
    return Digest32.of(
        db.withHandle(
            h ->
                h.select("SELECT statement_hash FROM statement WHERE batch_id = ?", batch.text())
                    .mapTo(byte[].class)
                    .one()));
  }

  /** The payable call of a batch's signed shards, as somebody could copy it. */
  List<byte[]> calldata(BatchId batch) {
    var stored = new StatementStore(db).get(statement(batch));
    return db.withHandle(
        h ->
            h.select("SELECT * FROM shard WHERE batch_id = ? ORDER BY shard_id", batch.text())
                .map(
                    row ->
                        stored
                            .authorization(
                                AssetId.parse(row.getColumn("asset", String.class)),
                                List.of(row.getColumn("leaves", Integer[].class)),
                                row.getColumn("deadline", Instant.class),
                                row.getColumn("item_gas", Integer.class))
                            .calldata(new EcdsaSignature(row.getColumn("signature", byte[].class))))
                .list());
  }

  /** What the ledger tells the watcher. */
  static GetTrialBalanceResponse trialBalance(Running running) {
    var answers = new ArrayList<GetTrialBalanceResponse>();
    running
        .execution
        .ledger()
        .getTrialBalance(GetTrialBalanceRequest.getDefaultInstance(), into(answers));
    return answers.getFirst();
  }

  static List<ReadOutcomesResponse> outcomes(Running running) {
    var answers = new ArrayList<ReadOutcomesResponse>();
    running
        .execution
        .ledger()
        .readOutcomes(ReadOutcomesRequest.getDefaultInstance(), into(answers));
    return answers;
  }

  static List<ReadFeesResponse> fees(Running running) {
    var answers = new ArrayList<ReadFeesResponse>();
    running.execution.ledger().readFees(ReadFeesRequest.getDefaultInstance(), into(answers));
    return answers;
  }

  private static <T> StreamObserver<T> into(List<T> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable t) {
        throw new IllegalStateException(t);
      }

      @Override
      public void onCompleted() {}
    };
  }

  String state(BatchId batch) {
    return text("SELECT state FROM batch WHERE batch_id = ?", batch.text());
  }

  String text(String sql, Object... arguments) {
    return db.withHandle(h -> h.select(sql, arguments).mapTo(String.class).one());
  }

  long number(String sql, Object... arguments) {
    return db.withHandle(h -> h.select(sql, arguments).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    servers.forEach(GrpcServer::close);
    lifetime.close();
  }
}
