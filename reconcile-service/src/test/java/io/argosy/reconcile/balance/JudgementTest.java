package io.argosy.reconcile.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import io.argosy.reconcile.match.Claim;
import io.argosy.reconcile.match.Evidence;
import io.argosy.reconcile.match.LeafRef;
import io.argosy.reconcile.match.SignedLeaf;
import io.argosy.reconcile.match.TokenTransfer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JudgementTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final AssetId COIN = AssetId.coin(CHAIN);
  private static final AssetId TOKEN = AssetId.parse("eip155:31337/erc20:0x" + "cc".repeat(20));
  private static final AccountId TREASURY = AccountId.parse("eip155:31337:0x" + "dd".repeat(20));
  private static final Address ALICE = Address.parse("0x" + "aa".repeat(20));
  private static final Evidence AT = new Evidence(9, 4, Digest32.parse("77".repeat(32)));
  private static final LeafRef LEAF = new LeafRef(Digest32.parse("11".repeat(32)), 7);

  private static BigInteger units(long units) {
    return BigInteger.valueOf(units);
  }

  private static Window.Span span(AssetId asset, long before, long after) {
    return new Window.Span(TREASURY, asset, units(before), units(after));
  }

  private static Claim claim(AssetId asset) {
    return new Claim(LEAF, TREASURY, asset, Claim.Kind.PAID, AT);
  }

  private static Map<LeafRef, SignedLeaf> signed(AssetId asset, Address to, long units) {
    return Map.of(LEAF, new SignedLeaf(LEAF, TREASURY, asset, to, units(units)));
  }

  private static TokenTransfer log(Address from, Address to, long units) {
    return new TokenTransfer(TOKEN, from, to, units(units), AT);
  }

  private static Window window(
      List<Window.Span> spans, List<Claim> claims, List<TokenTransfer> logs, long ownFee) {
    var costs =
        ownFee == 0
            ? List.<Window.OwnCost>of()
            : List.of(new Window.OwnCost(TREASURY, AT.transaction(), units(ownFee)));
    return new Window(8, 9, Instant.EPOCH, spans, claims, logs, List.of(), costs);
  }

  private static List<BreakClass> classes(Judgement judgement) {
    return judgement.breaks().stream().map(Break::breakClass).toList();
  }

  @Test
  void aStolenTokenIsOneBreakWithItsLogItsFalseClaimAndItsFee() {
    var window =
        window(
            List.of(span(COIN, 50, 47), span(TOKEN, 100, 90)),
            List.of(claim(TOKEN)),
            List.of(log(TREASURY.address(), ALICE, 10)),
            3);

    var judgement = Judgement.of(window, Map.of(), Set.of());

    assertThat(judgement.payments()).isEmpty();
    assertThat(classes(judgement)).containsExactly(BreakClass.UNKNOWN_OUTFLOW);
    assertThat(judgement.breaks().getFirst().subject()).contains(TOKEN.toString());
  }

  @Test
  void coinBeyondTheFeeIsATheftOfItsOwn() {
    var window =
        window(
            List.of(span(COIN, 50, 46), span(TOKEN, 100, 90)),
            List.of(),
            List.of(log(TREASURY.address(), ALICE, 10)),
            3);

    assertThat(classes(Judgement.of(window, Map.of(), Set.of())))
        .containsExactly(BreakClass.UNKNOWN_OUTFLOW, BreakClass.UNKNOWN_OUTFLOW);
  }

  @Test
  void aTreasuryThatSendsATransactionLostItsFee() {
    var window = window(List.of(span(COIN, 50, 47)), List.of(), List.of(), 3);

    assertThat(classes(Judgement.of(window, Map.of(), Set.of())))
        .containsExactly(BreakClass.UNKNOWN_OUTFLOW);
  }

  @Test
  void aLeafPaidAgainIsADuplicateAndNotAlsoAnOutflow() {
    var window = window(List.of(span(COIN, 50, 45)), List.of(claim(COIN)), List.of(), 0);

    var judgement = Judgement.of(window, signed(COIN, ALICE, 5), Set.of(LEAF));

    assertThat(classes(judgement)).containsExactly(BreakClass.DUPLICATE_PAYOUT);
  }

  @Test
  void aClaimWithoutMoneyIsAMismatch() {
    var window = window(List.of(span(TOKEN, 100, 100)), List.of(claim(TOKEN)), List.of(), 0);

    assertThat(classes(Judgement.of(window, signed(TOKEN, ALICE, 5), Set.of())))
        .containsExactly(BreakClass.AMOUNT_MISMATCH);
  }

  @Test
  void coinThatLeftBesideASignedPaymentIsFound() {
    var window = window(List.of(span(COIN, 50, 44)), List.of(claim(COIN)), List.of(), 0);

    var judgement = Judgement.of(window, signed(COIN, ALICE, 5), Set.of());

    assertThat(judgement.payments()).hasSize(1);
    assertThat(classes(judgement)).containsExactly(BreakClass.UNKNOWN_OUTFLOW);
  }

  @Test
  void signedPaymentsAndKnownInflowsExplainAWindow() {
    var window =
        window(
            List.of(span(TOKEN, 100, 115)),
            List.of(claim(TOKEN)),
            List.of(log(TREASURY.address(), ALICE, 5), log(ALICE, TREASURY.address(), 20)),
            0);

    var judgement = Judgement.of(window, signed(TOKEN, ALICE, 5), Set.of());

    assertThat(judgement.payments()).hasSize(1);
    assertThat(judgement.breaks()).isEmpty();
  }

  @Test
  void aTreasuryThatPaysItselfChangesNothing() {
    var window = window(List.of(span(COIN, 50, 50)), List.of(claim(COIN)), List.of(), 0);

    var judgement = Judgement.of(window, signed(COIN, TREASURY.address(), 5), Set.of());

    assertThat(judgement.breaks()).isEmpty();
  }
}
