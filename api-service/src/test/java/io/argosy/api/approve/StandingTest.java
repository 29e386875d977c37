package io.argosy.api.approve;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custodycore.Policy;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Algorithm;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address TREASURY =
      Address.parse("0x00000000000000000000000000000000000000aa");
  private static final AssetId COIN = AssetId.coin(CHAIN);
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private static Policy.Person person(String name, String key, Role role) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Policy.Person(name, new KeyId(key), role, PublicKeyText.of(pair.getPublic()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Up to 100 units one person approves, up to 1,000 two. */
  private static final Policy POLICY =
      new Policy(
          1,
          Digest32.of(new byte[32]),
          NOW.plus(Duration.ofDays(1)),
          CHAIN,
          Digest32.of(new byte[32]),
          1,
          TREASURY,
          Duration.ofHours(1),
          List.of(
              person("anna", "anna", Role.MAKER),
              person("anna", "anna-2", Role.APPROVER),
              person("ben", "ben", Role.APPROVER),
              person("ben", "ben-2", Role.APPROVER),
              person("cleo", "cleo", Role.APPROVER)),
          List.of(),
          List.of(),
          List.of(
              new Policy.Tier(COIN, BigInteger.valueOf(1_000), 2),
              new Policy.Tier(COIN, BigInteger.valueOf(100), 1)));

  private static Statement statement(long units) {
    return new Statement(
        Statement.Kind.PAY,
        POLICY.genesis(),
        new BatchId("b1"),
        new KeyId("anna"),
        new AccountId(CHAIN, TREASURY),
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        1,
        List.of(new Statement.Total(COIN, BigInteger.valueOf(units), 18)),
        Digest32.of(new byte[32]),
        BigInteger.TEN,
        NOW,
        NOW.plus(Duration.ofHours(1)));
  }

  private static PersonSignature said(String key, Role role, Verdict verdict) {
    return new PersonSignature(new KeyId(key), role, 0, verdict, Algorithm.ED25519, new byte[] {1});
  }

  private static Standing standing(long units, String... approvers) {
    var maker = Stream.of(said("anna", Role.MAKER, Verdict.APPROVE));
    var others = Stream.of(approvers).map(key -> said(key, Role.APPROVER, Verdict.APPROVE));
    return Standing.of(POLICY, statement(units), Stream.concat(maker, others).toList());
  }

  @Test
  void twoKeysOfOnePersonAreOneApproval() {
    assertThat(standing(101, "ben", "ben-2").missing())
        .isEqualTo("APPROVALS_MISSING: 1 of 2 people");
    assertThat(standing(101, "ben", "cleo").isComplete()).isTrue();
  }

  @Test
  void theMakersOtherKeyAndStrangersApproveNothing() {
    assertThat(standing(1, "anna-2").isComplete()).isFalse();
    assertThat(standing(1, "stranger").isComplete()).isFalse();
    assertThat(standing(1, "ben").isComplete()).isTrue();
  }

  @Test
  void theSmallestTierThatHoldsTheTotalCounts() {
    assertThat(standing(100, "ben").isComplete()).isTrue();
    assertThat(standing(101, "ben").isComplete()).isFalse();
    assertThat(standing(1_001, "ben", "cleo").missing()).startsWith("LIMIT_EXCEEDED");
  }

  @Test
  void withoutTheMakerOrWithOneNoNothingIsComplete() {
    var ben = said("ben", Role.APPROVER, Verdict.APPROVE);
    var no = said("cleo", Role.APPROVER, Verdict.REJECT);
    var maker = said("anna", Role.MAKER, Verdict.APPROVE);

    assertThat(Standing.of(POLICY, statement(1), List.of(ben)).missing())
        .startsWith("MAKER_MISSING");
    assertThat(Standing.of(POLICY, statement(1), List.of(maker, ben, no)).missing())
        .startsWith("REJECTED_BY_APPROVER");
  }
}
