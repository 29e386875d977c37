package io.argosy.bench;

import io.argosy.cli.deploy.CustodyAlone;
import io.argosy.cli.person.KeyFile;
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

/** A statement of many small payouts as a maker and two approvers signed it. */
record SignedStatement(Statement statement, List<Leaf> leaves, List<PersonSignature> signatures) {
  SignedStatement {
    leaves = List.copyOf(leaves);
    signatures = List.copyOf(signatures);
  }

  static SignedStatement of(CustodyAlone.Facts facts, int count)
      throws IOException, GeneralSecurityException {
    var asset = facts.policy().assets().getFirst();
    var recipient =
        Address.of(
            new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
    var leaves = new ArrayList<Leaf>();
    for (int i = 0; i < count; i++) {
      leaves.add(
          new Leaf(
              facts.treasury().account(),
              asset.id(),
              recipient,
              BigInteger.ONE,
              Route.BATCH,
              new ClientId("bench"),
              new ExternalId("payout-" + i)));
    }
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var statement =
        new Statement(
            Statement.Kind.PAY,
            facts.policy().genesis(),
            new BatchId("bench"),
            facts.people().maker().id(),
            facts.treasury().account(),
            facts.policy().executorVersion(),
            Statement.Mode.BEST_EFFORT,
            facts.policy().number(),
            count,
            List.of(new Statement.Total(asset.id(), BigInteger.valueOf(count), asset.decimals())),
            new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
            BigInteger.TEN.pow(18),
            now,
            now.plus(Duration.ofHours(1)));
    var people = facts.people();
    return new SignedStatement(
        statement,
        leaves,
        List.of(
            sign(people.maker().file(), Role.MAKER, statement),
            sign(people.approvers().get(0).file(), Role.APPROVER, statement),
            sign(people.approvers().get(1).file(), Role.APPROVER, statement)));
  }

  private static PersonSignature sign(Path key, Role role, Statement statement)
      throws IOException, GeneralSecurityException {
    return KeyFile.read(key).sign(role, statement.genesis(), 0, Verdict.APPROVE, statement.hash());
  }
}
