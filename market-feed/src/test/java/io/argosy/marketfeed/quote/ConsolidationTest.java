package io.argosy.marketfeed.quote;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import io.argosy.marketfeed.book.Standing;
import io.argosy.marketfeed.quote.Consolidation.Verdict;
import io.argosy.marketfeed.venue.Frame;
import io.argosy.marketfeed.venue.Kraken;
import io.argosy.marketfeed.venue.KrakenChecksum;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsolidationTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
  private final Consolidation two = new Consolidation(Duration.ofSeconds(10), 2);

  private static Book book(String bid, String ask) {
    var book = Book.whole();
    book.put(Side.BID, new Level(new BigDecimal(bid), BigDecimal.ONE));
    book.put(Side.ASK, new Level(new BigDecimal(ask), BigDecimal.ONE));
    return book;
  }

  private static Standing standing(String venue, Book book, long secondsAgo) {
    return new Standing(venue, book, NOW.minusSeconds(secondsAgo));
  }

  private Verdict judged(Standing... standings) {
    return two.of("ETH-USD", List.of(standings), NOW);
  }

  @Test
  void aCrossedBookThatPassesItsChecksumDoesNotCount() {
    var crossed = book("10.2", "10.1");
    var kraken = new Kraken();
    kraken.take(
        new Frame(
            """
            {"channel":"book","type":"snapshot","data":[{"symbol":"ETH/USD",
             "bids":[{"price":10.2,"qty":1}],"asks":[{"price":10.1,"qty":1}],"checksum":%d}]}"""
                .formatted(KrakenChecksum.of(crossed)),
            NOW,
            Duration.ZERO));
    var believed = kraken.standing("ETH-USD").orElseThrow();

    assertThat(judged(believed, standing("coinbase", book("10.0", "10.3"), 0)))
        .isEqualTo(new Verdict.TooFewVenues(1));
    assertThat(judged(standing("kraken", book("10.1", "10.1"), 0)))
        .isEqualTo(new Verdict.TooFewVenues(0));
  }

  @Test
  void aStaleOrHalfEmptyBookDoesNotCount() {
    var half = Book.whole();
    half.put(Side.BID, new Level(BigDecimal.TEN, BigDecimal.ONE));

    assertThat(
            judged(
                standing("kraken", book("10.0", "10.3"), 11),
                standing("coinbase", book("10.0", "10.3"), 10)))
        .isEqualTo(new Verdict.TooFewVenues(1));
    assertThat(judged(standing("kraken", half, 0))).isEqualTo(new Verdict.TooFewVenues(0));
  }

  @Test
  void venuesThatContradictEachOtherGiveNoQuote() {
    assertThat(
            judged(
                standing("kraken", book("10.4", "10.5"), 0),
                standing("coinbase", book("10.0", "10.3"), 0)))
        .isEqualTo(new Verdict.Contradiction());
  }

  @Test
  void theBestPricesAndTheOldestTimeMakeTheQuote() {
    var verdict =
        judged(
            standing("kraken", book("10.0", "10.20"), 4),
            standing("coinbase", book("10.10", "10.3"), 1));

    assertThat(verdict)
        .isEqualTo(
            new Verdict.Fresh(
                new Quote(
                    "ETH-USD",
                    new BigDecimal("10.10"),
                    new BigDecimal("10.20"),
                    NOW.minusSeconds(4),
                    List.of("coinbase", "kraken"))));
  }
}
