package io.argosy.reconcile.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClaimMatchTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final AssetId COIN = AssetId.coin(CHAIN);
  private static final AssetId TOKEN = AssetId.parse("eip155:31337/erc20:0x" + "cc".repeat(20));
  private static final AccountId TREASURY = AccountId.parse("eip155:31337:0x" + "dd".repeat(20));
  private static final AccountId OTHER = AccountId.parse("eip155:31337:0x" + "ee".repeat(20));
  private static final Address ALICE = Address.parse("0x" + "aa".repeat(20));
  private static final Address THIEF = Address.parse("0x" + "bb".repeat(20));
  private static final Evidence AT = new Evidence(9, 4, Digest32.parse("77".repeat(32)));
  private static final LeafRef LEAF = new LeafRef(Digest32.parse("11".repeat(32)), 7);
  private static final LeafRef NEXT = new LeafRef(LEAF.statement(), 8);

  private static Claim claim(LeafRef leaf, AssetId asset) {
    return new Claim(leaf, TREASURY, asset, Claim.Kind.PAID, AT);
  }

  private static SignedLeaf leaf(LeafRef leaf, AssetId asset, long units) {
    return new SignedLeaf(leaf, TREASURY, asset, ALICE, BigInteger.valueOf(units));
  }

  private static TokenTransfer log(Address to, long units) {
    return new TokenTransfer(TOKEN, TREASURY.address(), to, BigInteger.valueOf(units), AT);
  }

  private static ClaimMatch.Result match(
      List<Claim> claims, Map<LeafRef, SignedLeaf> signed, TokenTransfer... logs) {
    return ClaimMatch.of(claims, signed, List.of(logs), Set.of());
  }

  @Test
  void aClaimThatNobodySignedProvesNothingAndItsLogIsAStray() {
    var result = match(List.of(claim(LEAF, TOKEN)), Map.of(), log(ALICE, 5));

    assertThat(result.payments()).isEmpty();
    assertThat(result.unproven()).containsExactly(claim(LEAF, TOKEN));
    assertThat(result.strays()).containsExactly(log(ALICE, 5));
  }

  @Test
  void aMovedCoinIsNoPayment() {
    var signed = Map.of(LEAF, leaf(LEAF, TOKEN, 5));

    var moved = match(List.of(claim(LEAF, TOKEN)), signed, log(THIEF, 5));
    var changed = match(List.of(claim(LEAF, TOKEN)), signed, log(ALICE, 6));

    assertThat(moved.payments()).isEmpty();
    assertThat(moved.strays()).containsExactly(log(THIEF, 5));
    assertThat(changed.payments()).isEmpty();
    assertThat(changed.strays()).containsExactly(log(ALICE, 6));
  }

  @Test
  void anotherAssetOrAnotherTreasuryThanWasSignedIsNoPayment() {
    var elsewhere = new SignedLeaf(LEAF, OTHER, COIN, ALICE, BigInteger.TWO);

    assertThat(match(List.of(claim(LEAF, COIN)), Map.of(LEAF, leaf(LEAF, TOKEN, 5))).payments())
        .isEmpty();
    assertThat(match(List.of(claim(LEAF, COIN)), Map.of(LEAF, elsewhere)).payments()).isEmpty();
  }

  @Test
  void oneLogProvesOneClaimOnly() {
    var signed = Map.of(LEAF, leaf(LEAF, TOKEN, 5), NEXT, leaf(NEXT, TOKEN, 5));
    var claims = List.of(claim(LEAF, TOKEN), claim(NEXT, TOKEN));

    var one = match(claims, signed, log(ALICE, 5));
    var both = match(claims, signed, log(ALICE, 5), log(ALICE, 5));

    assertThat(one.payments()).hasSize(1);
    assertThat(one.unproven()).containsExactly(claim(NEXT, TOKEN));
    assertThat(both.payments()).hasSize(2);
    assertThat(both.strays()).isEmpty();
  }

  @Test
  void aLeafIsPaidOnceInAWindowAndOnceForEver() {
    var signed = Map.of(LEAF, leaf(LEAF, COIN, 5));
    var twice = List.of(claim(LEAF, COIN), claim(LEAF, COIN));

    var inOne = match(twice, signed);
    var later = ClaimMatch.of(List.of(claim(LEAF, COIN)), signed, List.of(), Set.of(LEAF));

    assertThat(inOne.payments()).hasSize(1);
    assertThat(inOne.duplicates()).hasSize(1);
    assertThat(later.payments()).isEmpty();
    assertThat(later.duplicates()).hasSize(1);
  }

  @Test
  void aDisputedCoinClaimMovedNothing() {
    var disputed = new Claim(LEAF, TREASURY, COIN, Claim.Kind.DISPUTED, AT);

    assertThat(match(List.of(disputed), Map.of(LEAF, leaf(LEAF, COIN, 5))).payments()).isEmpty();
  }

  @Test
  void aSignedLeafWithItsLogIsAPayment() {
    var result =
        match(List.of(claim(LEAF, TOKEN)), Map.of(LEAF, leaf(LEAF, TOKEN, 5)), log(ALICE, 5));

    assertThat(result.payments())
        .containsExactly(new ClaimMatch.Proven(claim(LEAF, TOKEN), leaf(LEAF, TOKEN, 5)));
    assertThat(result.unproven()).isEmpty();
    assertThat(result.strays()).isEmpty();
  }
}
