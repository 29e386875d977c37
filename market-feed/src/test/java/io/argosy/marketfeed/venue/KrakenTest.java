package io.argosy.marketfeed.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.marketfeed.DemoRecording;
import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KrakenTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");

  /** The worked example of Kraken's guide to the checksum, and its result. */
  private static final String EXAMPLE =
      """
      {"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD",
       "bids":[{"price":45283.5,"qty":0.10000000},{"price":45283.4,"qty":1.54582015},
        {"price":45282.1,"qty":0.10000000},{"price":45281.0,"qty":0.10000000},
        {"price":45280.3,"qty":1.54592586},{"price":45279.0,"qty":0.07990000},
        {"price":45277.6,"qty":0.03310103},{"price":45277.5,"qty":0.30000000},
        {"price":45277.3,"qty":1.54602737},{"price":45276.6,"qty":0.15445238}],
       "asks":[{"price":45285.2,"qty":0.00100000},{"price":45286.4,"qty":1.54571953},
        {"price":45286.6,"qty":1.54571109},{"price":45289.6,"qty":1.54560911},
        {"price":45290.2,"qty":0.15890660},{"price":45291.8,"qty":1.54553491},
        {"price":45294.7,"qty":0.04454749},{"price":45296.1,"qty":0.35380000},
        {"price":45297.5,"qty":0.09945542},{"price":45299.5,"qty":0.18772827}],
       "checksum":3310070434}]}""";

  private final Kraken kraken = new Kraken();

  private static Frame frame(String text) {
    return new Frame(text, NOW, Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"45283.5,45283.6", "0.10000000,0.1000000", "434,435", "1.54571953,1.5"})
  void aSnapshotWithAnotherDigitIsNoBook(String sent, String arrived) {
    var effect = kraken.take(frame(EXAMPLE.replaceFirst(sent, arrived)));

    assertThat(effect).isEqualTo(new Effect.Dropped(Fault.CHECKSUM, Set.of("BTC-USD")));
    assertThat(kraken.standing("BTC-USD")).isEmpty();
  }

  @Test
  void theVenuesOwnExampleIsABook() {
    assertThat(kraken.take(frame(EXAMPLE))).isEqualTo(new Effect.Moved(Set.of("BTC-USD")));

    var standing = kraken.standing("BTC-USD").orElseThrow();
    assertThat(standing.book().best(Side.BID)).contains(new BigDecimal("45283.5"));
    assertThat(standing.trueAt()).isEqualTo(NOW);
  }

  @Test
  void aFlippedDigitDropsOneBookAndItsNextSnapshotBringsItBack() throws IOException {
    int faults = 0;
    boolean flipped = false;
    boolean back = false;
    for (Frame each : DemoRecording.frames(Kraken.NAME)) {
      boolean ofEth = each.text().contains("ETH/USD");
      boolean flip = !flipped && ofEth && each.text().contains("\"update\"");
      flipped |= flip;
      var sent = flip ? withAnotherDigit(each) : each;
      if (kraken.take(sent) instanceof Effect.Dropped(Fault fault, Set<String> pairs)) {
        faults++;
        assertThat(fault).isEqualTo(Fault.CHECKSUM);
        assertThat(pairs).containsExactly("ETH-USD");
      }
      back |= ofEth && flipped && each.text().contains("\"snapshot\"");
      if (ofEth && flipped) {
        assertThat(kraken.standing("ETH-USD").isPresent()).isEqualTo(back);
      }
    }
    assertThat(faults).isEqualTo(1);
    assertThat(back).isTrue();
    assertThat(kraken.standing("DUSD-USD")).isPresent();
  }

  private static Frame withAnotherDigit(Frame frame) {
    int digit = frame.text().indexOf("\"qty\":") + "\"qty\":".length();
    char other = frame.text().charAt(digit) == '7' ? '8' : '7';
    String text = frame.text().substring(0, digit) + other + frame.text().substring(digit + 1);
    return new Frame(text, frame.received(), frame.shift());
  }

  @Test
  void aBookThatIsNotTruncatedEndsWithAnotherChecksum() throws IOException {
    long deepMismatches = 0;
    var deep = Book.whole();
    for (Frame each : DemoRecording.frames(Kraken.NAME)) {
      assertThat(kraken.take(each)).isInstanceOf(Effect.Moved.class);
      var message = Json.read(each.text());
      var data = message.path("data").path(0);
      if (data.path("symbol").asString("").equals("ETH/USD")) {
        deep = message.path("type").asString("").equals("snapshot") ? Book.whole() : deep;
        for (var level : data.path("bids")) {
          deep.put(Side.BID, level(level));
        }
        for (var level : data.path("asks")) {
          deep.put(Side.ASK, level(level));
        }
        deepMismatches += KrakenChecksum.of(deep) == data.path("checksum").longValue() ? 0 : 1;
      }
    }

    assertThat(deepMismatches).isPositive();
  }

  private static Level level(tools.jackson.databind.JsonNode level) {
    return new Level(level.path("price").decimalValue(), level.path("qty").decimalValue());
  }

  @Test
  void anUpdateBeforeItsSnapshotIsNoFault() throws IOException {
    var updates =
        DemoRecording.frames(Kraken.NAME).stream()
            .filter(each -> each.text().contains("\"update\""))
            .toList();

    assertThat(updates).isNotEmpty();
    assertThat(updates.stream().map(kraken::take)).containsOnly(Effect.NONE);
  }

  @Test
  void whatCannotBeReadDropsEveryBook() {
    for (String text :
        List.of(
            "{\"channel\":\"book\"",
            "{\"channel\":\"book\",\"type\":\"update\",\"data\":[]}",
            EXAMPLE.replace("\"bids\"", "\"asks\""),
            EXAMPLE.replace("0.00100000", "1e-9999999"),
            EXAMPLE.replace("0.00100000", "-0.00100000"),
            EXAMPLE.replace("0.00100000", "\"NaN\""),
            EXAMPLE + "{}")) {
      kraken.take(frame(EXAMPLE));
      assertThat(kraken.take(frame(text)))
          .isEqualTo(new Effect.Dropped(Fault.MALFORMED, Set.of("BTC-USD")));
      assertThat(kraken.standing("BTC-USD")).isEmpty();
    }
  }

  @Test
  void aVenueThatIsBehindMakesAnOldBookWhenItArrivesNow() {
    var old = EXAMPLE.replace("}]}", ",\"timestamp\":\"2026-11-02T08:00:00Z\"}]}");
    var future = EXAMPLE.replace("}]}", ",\"timestamp\":\"2026-11-02T10:00:00Z\"}]}");
    var ahead = Duration.ofMinutes(5);

    kraken.take(new Frame(old, NOW, ahead));
    assertThat(kraken.standing("BTC-USD").orElseThrow().trueAt())
        .isEqualTo(Instant.parse("2026-11-02T08:05:00Z"));
    kraken.take(new Frame(future, NOW, ahead));
    assertThat(kraken.standing("BTC-USD").orElseThrow().trueAt()).isEqualTo(NOW);
  }
}
