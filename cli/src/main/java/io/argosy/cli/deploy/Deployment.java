package io.argosy.cli.deploy;

import io.argosy.chain.LaneKey;
import io.argosy.cli.deploy.Configurations.ApiReach;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.DelegationOrder;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignatureLines;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Tls;
import io.argosy.stack.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A whole deployment on this machine: chain, databases, three custody daemons, market-feed,
 * api-service and the watcher, each a process of its own. Confined to one thread but for {@link
 * #close}.
 */
public final class Deployment implements AutoCloseable {
  /** Its name, in every certificate and in the genesis. */
  public static final String NAME = "demo";

  /** Blocks on top of one that make it final here; the development chain has one a second. */
  public static final int FINALITY_DEPTH = 3;

  private static final KeyId TREASURY_KEY = new KeyId("treasury-1");
  private static final int LANES = 2;
  private static final Duration REFILLED_WITHIN = Duration.ofMinutes(2);

  private final RunFolder run;
  private final List<KeyStoreKind> keyStores;
  private final Consumer<String> told;
  private final SecureRandom random = new SecureRandom();
  private final Certificates certificates;
  private final List<ServiceProcess> services = new ArrayList<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<ProcessList.Entry> others = new ArrayList<>();
  private final FrontServices front;
  private boolean kept;
  private @org.jspecify.annotations.Nullable CustodyHosts custody;
  private @org.jspecify.annotations.Nullable Facts facts;

  /** What is known once everything stands. */
  public record Facts(
      Roster genesis,
      Policy policy,
      People people,
      DevChain chain,
      AccountId treasury,
      FundStatement fund) {}

  private Deployment(RunFolder run, List<KeyStoreKind> keyStores, Consumer<String> told)
      throws GeneralSecurityException, IOException {
    this.run = run;
    this.keyStores = List.copyOf(keyStores);
    this.told = told;
    this.certificates = Certificates.create(NAME, random);
    this.front = new FrontServices(run, certificates);
  }

  /**
   * Starts everything in a cleared folder; closes what stands when a part fails.
   *
   * @param told gets one line for each thing that was really done
   */
  public static Deployment start(RunFolder run, KeyStoreKind keyStore, Consumer<String> told)
      throws IOException, GeneralSecurityException, InterruptedException {
    return start(run, Collections.nCopies(CustodyHosts.COUNT, keyStore), told);
  }

  /**
   * The same with a key store of its own kind for each custody host.
   *
   * @param keyStores three, in the hosts' order
   */
  public static Deployment start(RunFolder run, List<KeyStoreKind> keyStores, Consumer<String> told)
      throws IOException, GeneralSecurityException, InterruptedException {
    run.clear();
    Files.createDirectories(run.documents());
    var deployment = new Deployment(run, keyStores, told);
    try {
      deployment.start();
      return deployment;
    } catch (IOException | GeneralSecurityException | InterruptedException | RuntimeException e) {
      deployment.close();
      throw e;
    }
  }

  private void start() throws IOException, GeneralSecurityException, InterruptedException {
    var apiStore = Together.beside(() -> postgres("api-service-db"));
    var watchStore = Together.beside(() -> postgres("reconcile-service-db"));
    var chainUp = Together.beside(() -> add(DevChain.start(run)));
    var people = People.make(run, random);
    var watch = KeyFile.make(run.of("reconcile-service"), "watch-1", random);
    var hosts = add(CustodyHosts.make(run, keyStores, TREASURY_KEY, random));
    note(hosts.processes());
    custody = hosts;
    var genesis = Documents.genesis(NAME, people.officers(), hosts.listed(), watch);
    Files.write(run.documents().resolve("roster-0.txt"), genesis.encoded());
    hosts.start(certificates, genesis.hash().toString(), services);
    var security = securityCertificate();
    var ceremonies = new Ceremonies(genesis.hash(), hosts.ports(), security);
    var account = ceremonies.generateKey(TREASURY_KEY);
    told.accept("key " + TREASURY_KEY + ", made by 3 daemons: " + account);
    var chain = Together.result(chainUp);
    note("chain", chain.node().pid(), chain.node().port());
    var treasury = new AccountId(chain.client().chain(), account);
    told.accept("chain " + treasury.chain() + ", executor " + chain.executor());
    var policy = policy(genesis, chain, treasury, people);
    var lanes = lanes();
    var fund = fund(policy, treasury, lanes, people);
    var reach =
        new ApiReach(
            Together.result(apiStore),
            certificates.custody(run.of("api-service"), "custody", Role.ROLE_API_SERVICE, "api"),
            hosts.ports(),
            chain.node().url());
    services.add(front.startFeed());
    services.add(front.startApi(reach, treasury));
    ceremonies.install(policy, people.officers().subList(0, 2));
    told.accept("policy 1, signed by 2 officers, is in force at every daemon");
    delegate(ceremonies, reach.custody(), genesis, chain, treasury, people);
    var watched =
        new Configurations.Watched(treasury, chain.assets(), lanes, chain.client().head());
    services.add(front.startReconcile(reach, Together.result(watchStore), watched));
    chain.fund(account, lanes);
    told.accept("treasury delegated to the executor (EIP-7702) and funded");
    for (var service : services) {
      service.awaitReady();
    }
    front.awaitQuotes(front.writeProfile());
    Files.writeString(
        run.securityProfile(), Configurations.securityProfile(run, hosts.ports(), security));
    facts = new Facts(genesis, policy, people, chain, treasury, fund);
    writeProcesses();
    told.accept("api-service, market-feed and reconcile-service serve");
  }

  private Postgres postgres(String folder) throws IOException {
    var postgres = add(Postgres.start(RunFolder.tools(), run.of(folder)));
    note(folder, postgres.pid(), postgres.port());
    return postgres;
  }

  private synchronized <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  private synchronized void note(String name, long pid, int port) {
    others.add(ProcessList.Entry.of(name, pid, new TreeMap<>(java.util.Map.of("port", port))));
  }

  private synchronized void note(List<ProcessList.Entry> entries) {
    others.addAll(entries);
  }

  private Tls securityCertificate() throws GeneralSecurityException, IOException {
    return certificates.custody(
        run.of("security-desk"), "security", Role.ROLE_CUSTODY_OPERATOR, "security");
  }

  private Policy policy(Roster genesis, DevChain chain, AccountId treasury, People people)
      throws IOException {
    var checkpoint = chain.client().block(1).orElseThrow().hash();
    var policy =
        Documents.policy(
            genesis.hash(),
            checkpoint,
            chain.executor(),
            new Policy.Treasury(treasury, TREASURY_KEY),
            people,
            chain.assets());
    Files.write(run.documents().resolve("policy-1.txt"), policy.encoded());
    return policy;
  }

  private List<Address> lanes() throws IOException {
    var lanes = new ArrayList<Address>();
    Files.createDirectories(run.of("api-service"));
    for (int i = 1; i <= LANES; i++) {
      var lane = LaneKey.make(random);
      lane.write(run.of("api-service").resolve("lane-" + i + ".key"));
      lanes.add(lane.address());
    }
    return lanes;
  }

  private FundStatement fund(Policy policy, AccountId treasury, List<Address> lanes, People people)
      throws IOException, GeneralSecurityException {
    var fund = Documents.fund(policy, treasury, lanes);
    var signed =
        Ceremonies.officersSign(policy.genesis(), fund.hash(), people.officers().subList(0, 2));
    Files.write(run.documents().resolve("fund-1.txt"), fund.encoded());
    Files.write(run.documents().resolve("fund-1.signatures"), SignatureLines.encode(signed));
    return fund;
  }

  private void delegate(
      Ceremonies ceremonies,
      Tls application,
      Roster genesis,
      DevChain chain,
      AccountId treasury,
      People people)
      throws IOException, GeneralSecurityException, InterruptedException {
    var order = new DelegationOrder(genesis.hash(), treasury, TREASURY_KEY, chain.executor(), 0);
    var signed = ceremonies.delegate(order, people.officers().subList(0, 2), application);
    var _ = chain.deployer().delegate(signed, treasury.address());
  }

  /** Lanes begin with little; what they hold after this came out of the treasury. */
  public void awaitRefills() throws IOException, InterruptedException {
    var chain = facts().chain();
    var fund = facts().fund();
    var end = Instant.now().plus(REFILLED_WITHIN);
    for (var lane : fund.lanes()) {
      while (chain.client().balance(lane, chain.client().head()).compareTo(fund.amount()) < 0) {
        if (Instant.now().isAfter(end)) {
          throw new IOException("lane " + lane + " was not refilled; see api-service's log");
        }
        Thread.sleep(100);
      }
    }
    told.accept("lanes refilled by custody, as 2 officers signed it");
  }

  private void writeProcesses() throws IOException {
    var entries = new ArrayList<>(others);
    for (var service : services) {
      entries.add(ProcessList.Entry.of(service.name(), service.pid(), service.ports()));
    }
    ProcessList.write(run, entries);
  }

  /** What is known of it. */
  public Facts facts() {
    if (facts == null) {
      throw new IllegalStateException("the deployment is not up");
    }
    return facts;
  }

  /** What wraps a daemon's shares, for tools that break it. */
  public HostKeyStore keyStore(String daemon) {
    if (custody == null) {
      throw new IllegalStateException("the deployment is not up");
    }
    return custody.store(daemon);
  }

  public RunFolder run() {
    return run;
  }

  /** A service by its name. */
  public ServiceProcess service(String name) {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service is called " + name));
  }

  /** Starts a killed service again, and lists it anew. */
  public void startAgain(String name) throws IOException, InterruptedException {
    service(name).startAgain();
    writeProcesses();
  }

  /** Everything that runs, with its ports. */
  public List<ProcessList.Entry> processes() throws IOException {
    return ProcessList.read(run);
  }

  /** Ports of one service. */
  public SortedMap<String, Integer> ports(String name) throws IOException {
    return service(name).ports();
  }

  /** Leaves everything running when this process ends; {@code argosy down} stops it. */
  public void keep() {
    kept = true;
  }

  @Override
  public synchronized void close() {
    if (kept) {
      return;
    }
    services.forEach(ServiceProcess::stop);
    services.reversed().forEach(ServiceProcess::close);
    for (var part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        told.accept("could not stop a part: " + e.getMessage());
      }
    }
    services.clear();
    parts.clear();
  }

  /** The certificate that a person in zone A's role may hold, for tools that play an attacker. */
  public Tls apiCustodyCertificate() {
    var folder = run.of("api-service");
    return new Tls(
        folder.resolve("custody.pem"),
        folder.resolve("custody.key"),
        folder.resolve("custody.ca.pem"));
  }

  /** Who issues certificates here. */
  public Certificates certificates() {
    return certificates;
  }

  /** SHA-256 of the genesis. */
  public Digest32 genesisHash() {
    return facts().genesis().hash();
  }
}
