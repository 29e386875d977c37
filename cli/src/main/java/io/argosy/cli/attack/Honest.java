package io.argosy.cli.attack;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.Policy;
import io.argosy.model.Address;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What honest people really signed, so that an attacker has something to bend. */
public final class Honest {
  private static final BigInteger ONE_DUSD = BigInteger.valueOf(1_000_000);
  private final Deployment deployment;
  private final Policy.Asset dusd;
  private final int count;

  public Honest(Deployment deployment, int count) {
    this.deployment = deployment;
    this.dusd =
        deployment.facts().policy().assets().stream()
            .filter(asset -> asset.symbol().equals("DUSD"))
            .findFirst()
            .orElseThrow();
    this.count = count;
  }

  /** A statement with its leaves and what people signed. */
  public record Approved(Statement statement, List<Leaf> leaves, List<PersonSignature> signatures) {
    public Approved {
      leaves = List.copyOf(leaves);
      signatures = List.copyOf(signatures);
    }
  }

  /** A recipient of honest payouts. */
  static Address recipient(int number) {
    byte[] bytes = new byte[20];
    bytes[0] = (byte) 0xbe;
    bytes[19] = (byte) number;
    return Address.of(bytes);
  }

  Leaf leaf(String name, int number, Address recipient, BigInteger units) {
    return new Leaf(
        deployment.facts().treasury(),
        dusd.id(),
        recipient,
        units,
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(name + "-" + number));
  }

  private List<Leaf> leaves(String name) {
    var leaves = new ArrayList<Leaf>();
    for (int i = 0; i < count; i++) {
      leaves.add(leaf(name, i, recipient(i), ONE_DUSD));
    }
    return leaves;
  }

  /** A statement over leaves, with totals that may be false. */
  Statement statement(String name, List<Leaf> leaves, BigInteger total, Duration life) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Statement(
        Statement.Kind.PAY,
        deployment.genesisHash(),
        new BatchId(name),
        deployment.facts().people().maker().id(),
        deployment.facts().treasury(),
        deployment.facts().policy().executorVersion(),
        Statement.Mode.BEST_EFFORT,
        deployment.facts().policy().number(),
        leaves.size(),
        List.of(new Statement.Total(dusd.id(), total, dusd.decimals())),
        new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
        BigInteger.TEN.pow(18),
        now,
        now.plus(life));
  }

  /** What maker and two approvers say yes to. */
  public Approved approved(String name, Duration life)
      throws IOException, GeneralSecurityException {
    var leaves = leaves(name);
    var total = ONE_DUSD.multiply(BigInteger.valueOf(count));
    var statement = statement(name, leaves, total, life);
    return new Approved(statement, leaves, signatures(statement));
  }

  List<PersonSignature> signatures(Statement statement)
      throws IOException, GeneralSecurityException {
    var people = deployment.facts().people();
    return List.of(
        sign(people.maker().file(), Role.MAKER, statement),
        sign(people.approvers().get(0).file(), Role.APPROVER, statement),
        sign(people.approvers().get(1).file(), Role.APPROVER, statement));
  }

  PersonSignature sign(Path key, Role role, Statement statement)
      throws IOException, GeneralSecurityException {
    return KeyFile.read(key).sign(role, statement.genesis(), 0, Verdict.APPROVE, statement.hash());
  }

  Policy.Asset asset() {
    return dusd;
  }
}
