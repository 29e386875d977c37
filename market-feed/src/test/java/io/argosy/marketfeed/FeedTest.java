package io.argosy.marketfeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.marketfeed.publish.Board;
import io.argosy.marketfeed.quote.Consolidation;
import io.argosy.marketfeed.record.RecordedLine;
import io.argosy.marketfeed.venue.Coinbase;
import io.argosy.marketfeed.venue.Fault;
import io.argosy.marketfeed.venue.Kraken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The committed recording through the whole feed, without waiting. */
final class FeedTest {
  private static final Duration STALE = Duration.ofSeconds(10);
  private static final Duration SHIFT = Duration.ofDays(400);
  private final Board board = new Board(List.of("ETH-USD", "DUSD-USD", "DEUR-USD"));
  private final FeedCounts counts = new FeedCounts();
  private final Feed feed = new Feed(new Consolidation(STALE, 2), board, counts);

  private static Instant presently(RecordedLine line) {
    return line.received().plus(SHIFT);
  }

  @Test
  void aVenueThatFallsSilentStopsTheQuoteAndItOnlyAges() throws IOException {
    var lines = DemoRecording.lines();
    var silence = lines.getFirst().received().plusSeconds(30);
    for (RecordedLine line : lines) {
      if (line.venue().equals(Kraken.NAME) && line.received().isAfter(silence)) {
        continue;
      }
      feed.take(line, SHIFT);
    }

    for (String pair : board.pairs()) {
      var quote = board.newest(pair).orElseThrow();
      assertThat(quote.asOf()).isBefore(silence.plus(SHIFT).plus(STALE));
      assertThat(board.isFresh(pair, presently(lines.getLast()), STALE)).isFalse();
    }
    assertThat(counts.withheld()).isPositive();
  }

  @Test
  void oneLostMessageOfCoinbaseIsCountedAndMendedBySnapshots() throws IOException {
    var lines = DemoRecording.lines();
    var lost =
        lines.stream()
            .filter(line -> line.venue().equals(Coinbase.NAME) && line.frame().isPresent())
            .skip(100)
            .findFirst()
            .orElseThrow();
    for (RecordedLine line : lines) {
      if (!line.equals(lost)) {
        feed.take(line, SHIFT);
      }
    }

    assertThat(counts.faults(Coinbase.NAME, Fault.SEQUENCE)).isEqualTo(1);
    assertThat(board.pairs())
        .allMatch(pair -> board.isFresh(pair, presently(lines.getLast()), STALE));
  }

  @Test
  void aFlippedDigitIsCounted() throws IOException {
    var lines = DemoRecording.lines();
    var update =
        lines.stream()
            .filter(line -> line.venue().equals(Kraken.NAME))
            .filter(line -> line.frame().orElse("").contains("\"update\""))
            .findFirst()
            .orElseThrow();
    String frame = update.frame().orElseThrow().replaceFirst("\"checksum\":.", "\"checksum\":");
    for (RecordedLine line : lines) {
      feed.take(
          line.equals(update)
              ? new RecordedLine(line.venue(), line.received(), Optional.of(frame))
              : line,
          SHIFT);
    }

    assertThat(counts.faults(Kraken.NAME, Fault.CHECKSUM)).isEqualTo(1);
  }

  @Test
  void theRecordedSessionKeepsEveryPairFreshFromItsStartToItsEnd() throws IOException {
    for (RecordedLine line : DemoRecording.lines()) {
      feed.take(line, SHIFT);
      if (line.frame().orElse("").contains("heartbeats")) {
        assertThat(board.pairs()).allMatch(pair -> board.isFresh(pair, presently(line), STALE));
      }
    }

    assertThat(counts.withheld()).isLessThan(20);
    for (Fault fault : Fault.values()) {
      assertThat(counts.faults(Kraken.NAME, fault)).isZero();
      assertThat(counts.faults(Coinbase.NAME, fault)).isZero();
    }
    assertThat(board.newest("ETH-USD").orElseThrow().venues())
        .containsExactly(Coinbase.NAME, Kraken.NAME);
  }
}
