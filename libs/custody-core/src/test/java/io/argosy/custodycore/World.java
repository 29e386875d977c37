package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Algorithm;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A deployment of three daemons with real keys, and one daemon's real journal. */
final class World implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final ChainId CHAIN = new ChainId(31337);
  static final AccountId TREASURY = new AccountId(CHAIN, address(0x11));
  static final AssetId DUSD = AssetId.token(CHAIN, address(0x22));
  static final AssetId ETH = AssetId.coin(CHAIN);
  static final KeyId KEY = new KeyId("treasury-1");
  static final List<DaemonId> QUORUM = List.of(daemon(1), daemon(2));
  private static final Map<String, KeyPair> KEYS = new HashMap<>();

  final Roster roster;
  final Digest32 genesis;
  final Journal journal;
  final Rosters rosters;
  final Gate gate;
  final Hearing hearing;
  final Takeovers takeovers;
  Instant now = NOW;

  World(Path folder) throws IOException {
    this(folder, 1);
  }

  /**
   * @param self index of the daemon, which a later version of the roster may list first
   */
  World(Path folder, int self) throws IOException {
    roster = roster(2, 1, 2, 3);
    genesis = roster.hash();
    journal = Journal.open(folder.resolve("journal.db"), genesis, daemon(self));
    rosters = Rosters.of(roster);
    gate = new Gate(rosters, daemon(self), journal, new Ticking());
    hearing = new Hearing(rosters, journal, gate, new Ticking());
    takeovers = new Takeovers(rosters, daemon(self), journal, gate, new Ticking());
  }

  /** A genesis of these daemons. */
  static Roster roster(int threshold, int... indexes) {
    return new Roster(
        0,
        Digest32.of(new byte[32]),
        "test",
        threshold,
        2,
        List.of(officer("olga"), officer("otto"), officer("oona")),
        Arrays.stream(indexes).mapToObj(World::listed).toList(),
        List.of(new Roster.Watcher(new KeyId("watcher"), publicKey("watcher"))),
        List.of());
  }

  private final class Ticking extends Clock {
    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  static Address address(int fill) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) fill);
    return Address.of(bytes);
  }

  static DaemonId daemon(int index) {
    return new DaemonId("custody-" + index);
  }

  static Roster.Daemon listed(int index) {
    return new Roster.Daemon(
        index,
        daemon(index),
        publicKey("custody-" + index),
        "127.0.0.1:" + (4000 + index),
        new StoreId("pkcs11:" + index));
  }

  private static Roster.Officer officer(String name) {
    return new Roster.Officer(new KeyId(name), publicKey(name));
  }

  private static KeyPair pair(String name) {
    return KEYS.computeIfAbsent(
        name,
        _ -> {
          try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static PublicKeyText publicKey(String name) {
    return PublicKeyText.of(pair(name).getPublic());
  }

  static byte[] sign(String name, byte[] text) {
    try {
      PrivateKey key = pair(name).getPrivate();
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  PersonSignature signed(String name, Role role, Verdict verdict, Digest32 text) {
    return signed(name, role, verdict, text, journal.generation());
  }

  PersonSignature signed(String name, Role role, Verdict verdict, Digest32 text, long generation) {
    byte[] bytes = sign(name, PersonSignature.signed(role, genesis, generation, verdict, text));
    return new PersonSignature(
        new KeyId(name), role, generation, verdict, Algorithm.ED25519, bytes);
  }

  List<PersonSignature> officers(Digest32 text) {
    return List.of(
        signed("olga", Role.OFFICER, Verdict.APPROVE, text),
        signed("otto", Role.OFFICER, Verdict.APPROVE, text));
  }

  /** Mara makes, Anna and Arno approve; Mara has an approver's key as well. */
  Policy policy(long number) {
    return new Policy(
        number,
        genesis,
        NOW.plus(Duration.ofDays(30)),
        CHAIN,
        Digest32.of(new byte[32]),
        1,
        address(0x77),
        Duration.ofDays(1),
        List.of(
            person("mara", "mara", Role.MAKER),
            person("mara", "mara-2", Role.APPROVER),
            person("anna", "anna", Role.APPROVER),
            person("arno", "arno", Role.APPROVER)),
        List.of(new Policy.Treasury(TREASURY, KEY)),
        List.of(asset(DUSD, "DUSD"), asset(ETH, "ETH")),
        List.of(tier(DUSD, 100, 1), tier(DUSD, 1_000, 2), tier(ETH, 1_000, 2)));
  }

  private static Policy.Person person(String name, String key, Role role) {
    return new Policy.Person(name, new KeyId(key), role, publicKey(key));
  }

  private static Policy.Asset asset(AssetId id, String symbol) {
    return new Policy.Asset(
        id, symbol, 6, units(500), units(900), units(1_500), new Policy.Range(30_000, 200_000));
  }

  private static Policy.Tier tier(AssetId asset, long upTo, int approvals) {
    return new Policy.Tier(asset, units(upTo), approvals);
  }

  static BigInteger units(long value) {
    return BigInteger.valueOf(value);
  }

  World withPolicy(Policy policy) {
    var installed = gate.install(policy.encoded(), officers(policy.hash()));
    if (!(installed instanceof Answer.Granted)) {
      throw new IllegalStateException(installed.toString());
    }
    return this;
  }

  static Leaf leaf(AssetId asset, long amount, String id) {
    return new Leaf(
        TREASURY,
        asset,
        address(0x33),
        units(amount),
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(id));
  }

  Statement statement(List<Leaf> leaves) {
    var totals = new LinkedHashMap<AssetId, BigInteger>();
    leaves.forEach(leaf -> totals.merge(leaf.asset(), leaf.amount(), BigInteger::add));
    var listed = new ArrayList<Statement.Total>();
    totals.forEach((asset, sum) -> listed.add(new Statement.Total(asset, sum, 6)));
    return new Statement(
        Statement.Kind.PAY,
        genesis,
        new BatchId("batch-1"),
        new KeyId("mara"),
        TREASURY,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        leaves.size(),
        listed,
        new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
        BigInteger.ZERO,
        NOW.minusSeconds(60),
        NOW.plus(Duration.ofHours(12)));
  }

  List<PersonSignature> people(Statement statement) {
    return List.of(
        signed("mara", Role.MAKER, Verdict.APPROVE, statement.hash()),
        signed("anna", Role.APPROVER, Verdict.APPROVE, statement.hash()),
        signed("arno", Role.APPROVER, Verdict.APPROVE, statement.hash()));
  }

  Answer<Acknowledgement> register(
      Statement statement, List<Leaf> leaves, List<PersonSignature> signatures) {
    return gate.register(
        statement.encoded(), leaves.stream().map(Leaf::encoded).toList(), signatures);
  }

  Answer<Acknowledgement> register(Statement statement, List<Leaf> leaves) {
    return register(statement, leaves, people(statement));
  }

  Answer<Gate.Permit> permit(SignOrder order) {
    return gate.permit(order, 0, roster);
  }

  /** Acknowledgements of the daemons with these indexes. */
  List<Acknowledgement.Signed> acknowledged(Statement statement, int... indexes) {
    return acknowledged(statement.hash(), indexes);
  }

  List<Acknowledgement.Signed> acknowledged(Digest32 statement, int... indexes) {
    var all = new ArrayList<Acknowledgement.Signed>();
    for (int index : indexes) {
      var said = new Acknowledgement(genesis, daemon(index), journal.generation(), 1, statement);
      all.add(new Acknowledgement.Signed(said, sign("custody-" + index, said.encoded())));
    }
    return all;
  }

  @Override
  public void close() {
    journal.close();
  }

  static void refused(Answer<?> answer, Why why) {
    assertThat(answer)
        .isInstanceOfSatisfying(Answer.Refused.class, r -> assertThat(r.why()).isEqualTo(why));
  }

  static <T> T granted(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Granted.class);
    return ((Answer.Granted<T>) answer).value();
  }
}
