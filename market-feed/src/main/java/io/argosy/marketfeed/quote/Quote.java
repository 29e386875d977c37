package io.argosy.marketfeed.quote;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a pair is worth.
 *
 * @param bid the best price that a venue bids, at most the ask
 * @param asOf when the oldest of the books behind it was true
 * @param venues those that count, in the order of their names
 */
public record Quote(
    String pair, BigDecimal bid, BigDecimal ask, Instant asOf, List<String> venues) {
  public Quote {
    venues = List.copyOf(venues);
  }

  /** Whether it says another price than the earlier one, or leans on other venues. */
  boolean differsFrom(Quote earlier) {
    return bid.compareTo(earlier.bid) != 0
        || ask.compareTo(earlier.ask) != 0
        || !venues.equals(earlier.venues);
  }

  /** Whether a watcher should be told: another price, or the same one that is true much later. */
  public boolean isNewsAfter(Quote earlier, Duration heartbeat) {
    return differsFrom(earlier) || !asOf.isBefore(earlier.asOf.plus(heartbeat));
  }
}
