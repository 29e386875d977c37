package io.argosy.custody;

import io.argosy.custody.share.PassphraseStore;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.StoreId;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import io.argosy.model.VoidLeaf;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The documents of a deployment of three daemons, two of which sign. */
public final class Documents {
  public static final ChainId CHAIN = new ChainId(31337);
  public static final AssetId DUSD = AssetId.token(CHAIN, address(0x22));
  public static final AssetId ETH = AssetId.coin(CHAIN);
  public static final KeyId KEY = new KeyId("treasury-1");
  public static final Address EXECUTOR = address(0x77);

  private Documents() {}

  public static Address address(int fill) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) fill);
    return Address.of(bytes);
  }

  public static Roster roster(List<Integer> peerPorts) {
    return roster(
        peerPorts,
        IntStream.rangeClosed(1, peerPorts.size()).mapToObj(Documents::passphrase).toList());
  }

  static StoreId passphrase(int index) {
    return new StoreId("passphrase:" + Digest32.sha256(salt(index)));
  }

  /** With these key stores, in the daemons' order. */
  static Roster roster(List<Integer> peerPorts, List<StoreId> stores) {
    var daemons = new ArrayList<Roster.Daemon>();
    for (int port : peerPorts) {
      daemons.add(daemon(daemons.size() + 1, port, stores.get(daemons.size())));
    }
    return new Roster(
        0,
        Digest32.of(new byte[32]),
        "demo",
        2,
        2,
        List.of(officer("olga"), officer("otto"), officer("oona")),
        daemons,
        List.of(new Roster.Watcher(new KeyId("watch-1"), People.publicKey("watch-1"))),
        List.of());
  }

  /** The line of a daemon. */
  public static Roster.Daemon daemon(int index, int peerPort) {
    return daemon(index, peerPort, passphrase(index));
  }

  private static Roster.Daemon daemon(int index, int peerPort, StoreId store) {
    String name = "custody-" + index;
    return new Roster.Daemon(
        index, new DaemonId(name), People.publicKey(name), "127.0.0.1:" + peerPort, store);
  }

  /** The version after one, with the same people. */
  public static Roster next(Roster before, int threshold, List<Roster.Daemon> daemons) {
    return new Roster(
        before.version() + 1,
        before.hash(),
        before.deployment(),
        threshold,
        before.officersQuorum(),
        before.officers(),
        daemons,
        before.watchers(),
        List.of());
  }

  private static final Map<Integer, PassphraseStore> STORES = new ConcurrentHashMap<>();

  /** A daemon's store, which remembers nothing; its passphrase is stretched once. */
  public static PassphraseStore passphraseStore(int index) {
    return STORES.computeIfAbsent(
        index,
        _ -> new PassphraseStore("only for tests".toCharArray(), salt(index), new SecureRandom()));
  }

  /** Salt of a daemon's passphrase, which names its key store. */
  public static byte[] salt(int index) {
    return Digest32.sha256(new byte[] {(byte) index}).bytes();
  }

  private static Roster.Officer officer(String name) {
    return new Roster.Officer(new KeyId(name), People.publicKey(name));
  }

  public static Policy policy(Digest32 genesis, AccountId treasury) {
    return policy(1, genesis, treasury);
  }

  public static Policy policy(long number, Digest32 genesis, AccountId treasury) {
    var limit = BigInteger.valueOf(1_000_000_000L);
    return new Policy(
        number,
        genesis,
        now().plus(Duration.ofDays(30)),
        CHAIN,
        Digest32.of(new byte[32]),
        1,
        EXECUTOR,
        Duration.ofDays(1),
        List.of(
            person("mara", Role.MAKER),
            person("anna", Role.APPROVER),
            person("arno", Role.APPROVER)),
        List.of(new Policy.Treasury(treasury, KEY)),
        List.of(
            new Policy.Asset(
                DUSD, "DUSD", 6, limit, limit, limit, new Policy.Range(30_000, 200_000)),
            new Policy.Asset(
                ETH, "ETH", 18, limit, limit, limit, new Policy.Range(21_000, 100_000))),
        List.of(new Policy.Tier(DUSD, limit, 2)));
  }

  private static Policy.Person person(String name, Role role) {
    return new Policy.Person(name, new KeyId(name), role, People.publicKey(name));
  }

  public static List<Leaf> leaves(AccountId treasury, String batch, int count) {
    var leaves = new ArrayList<Leaf>();
    for (int i = 0; i < count; i++) {
      leaves.add(
          new Leaf(
              treasury,
              DUSD,
              address(0x33),
              BigInteger.valueOf(100L + i),
              Route.BATCH,
              new ClientId("payroll"),
              new ExternalId(batch + "-" + i)));
    }
    return leaves;
  }

  public static Statement statement(
      Digest32 genesis, AccountId treasury, String batch, List<Leaf> leaves) {
    var sum = leaves.stream().map(Leaf::amount).reduce(BigInteger.ZERO, BigInteger::add);
    return new Statement(
        Statement.Kind.PAY,
        genesis,
        new BatchId(batch),
        new KeyId("mara"),
        treasury,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        leaves.size(),
        List.of(new Statement.Total(DUSD, sum, 6)),
        new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
        BigInteger.ZERO,
        now().minusSeconds(60),
        now().plus(Duration.ofHours(12)));
  }

  /** Two lanes, twice a day; four refills ever, of which each daemon permits half. */
  public static FundStatement fund(Digest32 genesis, AccountId treasury) {
    return new FundStatement(
        genesis,
        new FundId("fund-1"),
        treasury,
        ETH,
        1,
        1,
        List.of(address(0xa1), address(0xa2)),
        BigInteger.TEN,
        2,
        BigInteger.valueOf(40),
        now().minusSeconds(60),
        now().plus(Duration.ofDays(30)));
  }

  /** Voids the first two leaves of a statement. */
  public static Statement voiding(Statement paying, List<Leaf> leaves) {
    var places = voided(paying);
    var sum = leaves.get(0).amount().add(leaves.get(1).amount());
    return new Statement(
        Statement.Kind.VOID,
        paying.genesis(),
        new BatchId("void-1"),
        paying.maker(),
        paying.treasury(),
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        places.size(),
        List.of(new Statement.Total(DUSD, sum, 6)),
        new MerkleTree(places.stream().map(VoidLeaf::encoded).toList()).root(),
        BigInteger.ZERO,
        now().minusSeconds(60),
        now().plus(Duration.ofHours(12)));
  }

  public static List<VoidLeaf> voided(Statement paying) {
    return List.of(new VoidLeaf(paying.hash(), 0), new VoidLeaf(paying.hash(), 1));
  }

  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
