package io.argosy.marketfeed;

import io.argosy.marketfeed.book.Standing;
import io.argosy.marketfeed.publish.Board;
import io.argosy.marketfeed.quote.Consolidation;
import io.argosy.marketfeed.quote.Consolidation.Verdict;
import io.argosy.marketfeed.quote.Quote;
import io.argosy.marketfeed.record.RecordedLine;
import io.argosy.marketfeed.venue.Coinbase;
import io.argosy.marketfeed.venue.Effect;
import io.argosy.marketfeed.venue.Frame;
import io.argosy.marketfeed.venue.Kraken;
import io.argosy.marketfeed.venue.Venue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message: its venue checks it, the pairs that it moved are consolidated anew, what is
 * news is published. Confined to one thread.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** A price that does not change is told again that much later: it is still true. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private final List<Venue> venues = List.of(new Coinbase(), new Kraken());
  private final Consolidation consolidation;
  private final Board board;
  private final FeedCounts counts;

  Feed(Consolidation consolidation, Board board, FeedCounts counts) {
    this.consolidation = consolidation;
    this.board = board;
    this.counts = counts;
  }

  /**
   * Takes a line of a recording.
   *
   * @param shift from the recording's clock to the present one
   */
  void take(RecordedLine line, Duration shift) {
    Instant now = line.received().plus(shift);
    for (Venue venue : venues) {
      if (venue.name().equals(line.venue())) {
        var effect =
            line.frame()
                .map(text -> venue.take(new Frame(text, now, shift)))
                .orElseGet(venue::opened);
        settle(venue, effect, now);
      }
    }
  }

  /** Nothing of before counts any more, as after a lost connection. */
  void forget() {
    venues.forEach(Venue::opened);
  }

  private void settle(Venue venue, Effect effect, Instant now) {
    switch (effect) {
      case Effect.Moved(Set<String> pairs) -> pairs.forEach(pair -> consolidate(pair, now));
      case Effect.Dropped(var fault, Set<String> pairs) -> {
        counts.fault(venue.name(), fault);
        LOG.warn("{} waits for new snapshots of {}: {}", venue.name(), pairs, fault);
      }
    }
  }

  private void consolidate(String pair, Instant now) {
    List<Standing> standings =
        venues.stream().map(venue -> venue.standing(pair)).flatMap(Optional::stream).toList();
    switch (consolidation.of(pair, standings, now)) {
      case Verdict.Fresh(Quote quote) -> {
        if (board.newest(pair).map(old -> quote.isNewsAfter(old, HEARTBEAT)).orElse(true)) {
          board.publish(quote);
        }
      }
      case Verdict.TooFewVenues _, Verdict.Contradiction _ -> counts.quoteWithheld();
    }
  }
}
