package io.argosy.api.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custodycore.Policy;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FiatRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address TOKEN = Address.parse("0x00000000000000000000000000000000000000d5");
  private static final AssetId DUSD = AssetId.token(CHAIN, TOKEN);
  private static final AssetId ETH = AssetId.coin(CHAIN);
  private static final Map<String, String> PAIRS = Map.of("DUSD", "DUSD-USD", "ETH", "ETH-USD");
  private final QuoteBook book =
      new QuoteBook(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(15));

  private FiatRule rule(String holdAbove) {
    return new FiatRule("USD", new BigDecimal(holdAbove), PAIRS, policy(), book);
  }

  private static Policy policy() {
    var most = BigInteger.TEN.pow(30);
    var gas = new Policy.Range(1, 2);
    return new Policy(
        1,
        Digest32.of(new byte[32]),
        NOW.plus(Duration.ofDays(1)),
        CHAIN,
        Digest32.of(new byte[32]),
        1,
        TOKEN,
        Duration.ofHours(1),
        List.of(),
        List.of(),
        List.of(
            new Policy.Asset(DUSD, "DUSD", 6, most, most, most, gas),
            new Policy.Asset(ETH, "ETH", 18, most, most, most, gas)),
        List.of());
  }

  private static BigInteger ceiling(Prices prices, AssetId asset) {
    return switch (prices) {
      case Prices.Fresh(var ceilings) -> Objects.requireNonNull(ceilings.get(asset)).units();
      case Prices.Stale(var pairs) -> throw new AssertionError("stale: " + pairs);
    };
  }

  @Test
  void oneStalePairWithholdsEveryPrice() {
    book.put(Quote.of("DUSD-USD", "1", "1", NOW));
    book.put(Quote.of("ETH-USD", "4000", "4000", NOW.minusSeconds(16)));

    assertThat(rule("10000").prices(List.of(DUSD, ETH)))
        .isEqualTo(new Prices.Stale(List.of("ETH-USD")));
    assertThat(rule("10000").prices(List.of(DUSD))).isInstanceOf(Prices.Fresh.class);
    assertThat(rule("10000").isComplete()).isFalse();

    book.put(Quote.of("ETH-USD", "4000", "4000", NOW));

    assertThat(rule("10000").isComplete()).isTrue();
  }

  @Test
  void anAssetThatNoPairPricesIsRefusedAtTheStart() {
    assertThatThrownBy(
            () -> new FiatRule("USD", BigDecimal.TEN, Map.of("ETH", "ETH-USD"), policy(), book))
        .hasMessageContaining("DUSD");
  }

  @Test
  void theCeilingIsExactAtTheHigherPrice() {
    book.put(Quote.of("DUSD-USD", "0.99", "1", NOW));
    book.put(Quote.of("ETH-USD", "2999", "3000.000000000000000001", NOW));

    var prices = rule("10000").prices(List.of(DUSD, ETH));

    assertThat(ceiling(prices, DUSD)).isEqualTo(BigInteger.valueOf(10_000_000_000L));
    var units = ceiling(prices, ETH);
    var ask = new BigDecimal("3000.000000000000000001");
    var limit = new BigDecimal("10000").movePointRight(18);
    assertThat(new BigDecimal(units).multiply(ask)).isLessThanOrEqualTo(limit);
    assertThat(new BigDecimal(units.add(BigInteger.ONE)).multiply(ask)).isGreaterThan(limit);
  }
}
