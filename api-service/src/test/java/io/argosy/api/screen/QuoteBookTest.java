package io.argosy.api.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteBookTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private final QuoteBook book =
      new QuoteBook(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(15));

  private static Quote quote(String price, Duration age) {
    return Quote.of("ETH-USD", price, price, NOW.minus(age));
  }

  @Test
  void aQuoteIsToldUntilItIsTooOld() {
    book.put(quote("4000", Duration.ofSeconds(15).plusNanos(1)));
    assertThat(book.fresh("ETH-USD")).isEmpty();

    book.put(quote("4000", Duration.ofSeconds(15)));
    assertThat(book.fresh("ETH-USD")).isPresent();
    assertThat(book.fresh("BTC-USD")).isEmpty();
  }

  @Test
  void aQuoteFromTheFutureIsNotBelieved() {
    book.put(quote("1", Duration.ofSeconds(-16)));

    assertThat(book.fresh("ETH-USD")).isEmpty();
  }

  @Test
  void anOlderQuoteDoesNotReplaceANewerOne() {
    var newer = quote("4000", Duration.ofSeconds(1));
    book.put(newer);
    book.put(quote("1", Duration.ofSeconds(2)));

    assertThat(book.fresh("ETH-USD")).contains(newer);
  }

  @ParameterizedTest
  @CsvSource({
    "1e3,1e3",
    "-1,1",
    "0,1",
    "2,1",
    "NaN,NaN",
    "'',1",
    "'1,000','1,000'",
    "+1,2",
    "1.,2"
  })
  void whatIsNoPriceIsNoQuote(String bid, String ask) {
    assertThatThrownBy(() -> Quote.of("ETH-USD", bid, ask, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
