package io.argosy.reconcile.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import io.argosy.model.VoidLeaf;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegistrationCheckTest {
  private static final Digest32 GENESIS = Digest32.parse("11".repeat(32));
  private static final AccountId TREASURY = AccountId.parse("eip155:31337:0x" + "dd".repeat(20));
  private static final AssetId COIN = AssetId.coin(TREASURY.chain());
  private static final Leaf LEAF = leaf(5);

  private static Leaf leaf(long units) {
    return new Leaf(
        TREASURY,
        COIN,
        Address.parse("0x" + "aa".repeat(20)),
        BigInteger.valueOf(units),
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId("a-1"));
  }

  private static Statement statement() {
    return new Statement(
        Statement.Kind.PAY,
        GENESIS,
        new BatchId("b-1"),
        new KeyId("maker"),
        TREASURY,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        1,
        List.of(new Statement.Total(COIN, BigInteger.valueOf(5), 18)),
        new MerkleTree(List.of(LEAF.encoded())).root(),
        BigInteger.TEN,
        Instant.parse("2026-11-24T12:00:00Z"),
        Instant.parse("2026-11-24T14:00:00Z"));
  }

  private static RegistrationCheck.Outcome told(
      Digest32 genesis, byte[] statement, Leaf... leaves) {
    var encoded = List.of(leaves).stream().map(Leaf::encoded).toList();
    return RegistrationCheck.of(genesis, new CustodyClient.Told(1, statement, encoded));
  }

  @Test
  void aChangedAmountOrADroppedLeafContradictsTheSignedText() {
    byte[] text = statement().encoded();

    assertThat(told(GENESIS, text, leaf(6)))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(told(GENESIS, text)).isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
  }

  @Test
  void anotherGenesisAndATextThatIsNoStatementContradict() {
    assertThat(told(Digest32.parse("22".repeat(32)), statement().encoded(), LEAF))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(told(GENESIS, new byte[] {1, 2, 3}, LEAF))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
  }

  private static FundStatement fund() {
    return new FundStatement(
        GENESIS,
        new FundId("fund-1"),
        TREASURY,
        COIN,
        1,
        1,
        List.of(Address.parse("0x" + "aa".repeat(20))),
        BigInteger.ONE,
        1,
        BigInteger.ONE,
        Instant.parse("2026-11-24T12:00:00Z"),
        Instant.parse("2026-11-24T14:00:00Z"));
  }

  @Test
  void aFundStatementWithListedLeavesContradictsAndWithoutThemItHolds() {
    assertThat(told(GENESIS, fund().encoded(), LEAF))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(told(Digest32.parse("22".repeat(32)), fund().encoded()))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(told(GENESIS, fund().encoded()))
        .isEqualTo(new RegistrationCheck.Outcome.Holds(fund(), List.of()));
  }

  @Test
  void aVoidStatementHoldsWithExactlyItsPlaces() {
    var place = new VoidLeaf(statement().hash(), 0);
    var other = new VoidLeaf(statement().hash(), 1);
    var voiding = voiding(place);

    assertThat(toldBytes(voiding.encoded(), other.encoded()))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(toldBytes(voiding.encoded(), place.encoded(), other.encoded()))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(toldBytes(voiding.encoded(), LEAF.encoded()))
        .isInstanceOf(RegistrationCheck.Outcome.Contradicts.class);
    assertThat(toldBytes(voiding.encoded(), place.encoded()))
        .isEqualTo(new RegistrationCheck.Outcome.Holds(voiding, List.of()));
  }

  private static RegistrationCheck.Outcome toldBytes(byte[] statement, byte[]... leaves) {
    return RegistrationCheck.of(GENESIS, new CustodyClient.Told(1, statement, List.of(leaves)));
  }

  private static Statement voiding(VoidLeaf place) {
    var paying = statement();
    return new Statement(
        Statement.Kind.VOID,
        GENESIS,
        new BatchId("v-1"),
        paying.maker(),
        TREASURY,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        1,
        paying.totals(),
        new MerkleTree(List.of(place.encoded())).root(),
        BigInteger.ZERO,
        paying.notBefore(),
        paying.expiry());
  }

  @Test
  void theLeavesThatWereSignedHold() {
    assertThat(told(GENESIS, statement().encoded(), LEAF))
        .isEqualTo(new RegistrationCheck.Outcome.Holds(statement(), List.of(LEAF)));
  }
}
