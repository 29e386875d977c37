package io.argosy.acceptance;

import com.google.protobuf.ByteString;
import io.argosy.cli.attack.CustodyCaller;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.SignRequest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A statement on its way to custody: right in all but what a test bends, and signed as it stands by
 * maker and two approvers, unless the test bends that, too.
 */
record Paper(
    Deployment deployment, String text, List<Leaf> leaves, List<PersonSignature> signatures) {
  private static final BigInteger ONE = BigInteger.valueOf(1_000_000);

  Paper {
    leaves = List.copyOf(leaves);
    signatures = List.copyOf(signatures);
  }

  /** Two payouts of one DUSD that everything allows. */
  static Paper right(Deployment deployment, String name) throws Exception {
    var dusd = deployment.facts().chain().asset("DUSD");
    return of(
        deployment,
        name,
        List.of(leaf(deployment, name, 0, dusd), leaf(deployment, name, 1, dusd)));
  }

  static Leaf leaf(Deployment deployment, String name, int number, AssetId asset) {
    byte[] recipient = new byte[20];
    recipient[0] = (byte) 0xce;
    recipient[19] = (byte) number;
    return new Leaf(
        deployment.facts().treasury(),
        asset,
        Address.of(recipient),
        ONE,
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(name + "-" + number));
  }

  /** A statement over leaves of one asset, signed. */
  static Paper of(Deployment deployment, String name, List<Leaf> leaves) throws Exception {
    var facts = deployment.facts();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var sum = leaves.stream().map(Leaf::amount).reduce(BigInteger.ZERO, BigInteger::add);
    var statement =
        new Statement(
            Statement.Kind.PAY,
            deployment.genesisHash(),
            new BatchId(name),
            facts.people().maker().id(),
            facts.treasury(),
            facts.policy().executorVersion(),
            Statement.Mode.BEST_EFFORT,
            facts.policy().number(),
            leaves.size(),
            List.of(new Statement.Total(leaves.getFirst().asset(), sum, 6)),
            new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
            BigInteger.TEN.pow(18),
            now,
            now.plus(Duration.ofHours(1)));
    var text = new String(statement.encoded(), StandardCharsets.US_ASCII);
    return new Paper(deployment, text, leaves, List.of()).signed();
  }

  private Paper signed() throws Exception {
    var people = deployment.facts().people();
    return signedBy(
        sign(people.maker(), Role.MAKER, Verdict.APPROVE),
        sign(people.approvers().get(0), Role.APPROVER, Verdict.APPROVE),
        sign(people.approvers().get(1), Role.APPROVER, Verdict.APPROVE));
  }

  Paper signedBy(PersonSignature... these) {
    return new Paper(deployment, text, leaves, List.of(these));
  }

  PersonSignature sign(KeyFile.Made person, Role role, Verdict verdict) throws Exception {
    return KeyFile.read(person.file()).sign(role, deployment.genesisHash(), 0, verdict, hash());
  }

  /** Another text that people signed as well. */
  Paper saying(String field, String value) throws Exception {
    String line = "(?m)^" + field + ": .*$";
    String changed = text.replaceFirst(line, field + ": " + value);
    return new Paper(deployment, changed, leaves, List.of()).signed();
  }

  /** With what people said about another one. */
  Paper withSignaturesOf(Paper other) {
    return new Paper(deployment, text, leaves, other.signatures());
  }

  Digest32 hash() {
    return Digest32.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }

  Instant expiry() {
    return Instant.parse(text.replaceFirst("(?s).*expiry: ", "").strip());
  }

  /** As it goes to a daemon. */
  List<RegisterRequest> registration() {
    return CustodyCaller.parts(
        text.getBytes(StandardCharsets.US_ASCII),
        leaves.stream().map(Leaf::encoded).toList(),
        signatures);
  }

  /** An honest request for its first leaf, bent. */
  SignRequest request(
      String id, List<Acknowledgement> acknowledgements, UnaryOperator<SignRequest.Builder> bend) {
    var pay =
        PayIntent.newBuilder()
            .addLeaves(0)
            .setAsset(leaves.getFirst().asset().toString())
            .setDeadline(expiry().getEpochSecond())
            .setItemGas(100_000);
    var request =
        SignRequest.newBuilder()
            .setRequestId(id)
            .setKeyId("treasury-1")
            .addAllQuorum(List.of("custody-1", "custody-2"))
            .setStatementHash(ByteString.copyFrom(hash().bytes()))
            .addAllAcknowledgements(acknowledgements)
            .addIntents(Intent.newBuilder().setPay(pay));
    return bend.apply(request).build();
  }
}
