package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LeafTest {
  private static final AccountId TREASURY = AccountId.parse("eip155:31337:0x" + "11".repeat(20));
  private static final AssetId TOKEN = AssetId.parse("eip155:31337/erc20:0x" + "22".repeat(20));
  private static final Address PAYEE = Address.parse("0x" + "33".repeat(20));

  private static Leaf leaf(AssetId asset, BigInteger amount) {
    return new Leaf(
        TREASURY,
        asset,
        PAYEE,
        amount,
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId("inv-1"));
  }

  @Test
  void nothingAndMoreThanAUint256AreNoAmounts() {
    assertThatThrownBy(() -> leaf(TOKEN, BigInteger.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> leaf(TOKEN, BigInteger.ONE.shiftLeft(256)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAssetOfAnotherChainIsRefused() {
    assertThatThrownBy(() -> leaf(AssetId.parse("eip155:1/slip44:60"), BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyCutOrLengthenedEncodingIsRefused() {
    byte[] bytes = leaf(TOKEN, BigInteger.TEN).encoded();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Leaf.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Leaf.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFlippedBitIsAnotherLeafOrNone() {
    var leaf = leaf(TOKEN, BigInteger.TEN);
    byte[] bytes = leaf.encoded();

    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(Leaf.decode(flipped)).isNotEqualTo(leaf);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void coinAndTokenComeBackAsTheyWent() {
    var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (var asset : new AssetId[] {TOKEN, AssetId.coin(TREASURY.chain())}) {
      var leaf = leaf(asset, most);
      assertThat(Leaf.decode(leaf.encoded())).isEqualTo(leaf);
    }
  }
}
