package io.argosy.marketfeed.quote;

import io.argosy.marketfeed.book.Side;
import io.argosy.marketfeed.book.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Best bid and best ask over the venues that can be believed now, or none: a price that one venue
 * alone would make up is worse than an old one, whose age everyone sees.
 *
 * @param staleAfter a book that was true longer ago does not count
 * @param venuesNeeded at least one
 */
public record Consolidation(Duration staleAfter, int venuesNeeded) {
  /** What came of it. */
  public sealed interface Verdict {
    /** A quote. */
    record Fresh(Quote quote) implements Verdict {}

    /** Fewer venues than needed have a fresh book that is not crossed. */
    record TooFewVenues(int usable) implements Verdict {}

    /** One venue bids more than another asks: at least one of them is wrong. */
    record Contradiction() implements Verdict {}
  }

  private record Prices(String venue, BigDecimal bid, BigDecimal ask, Instant trueAt) {}

  /** Judges the books of one pair at an instant. */
  public Verdict of(String pair, List<Standing> standings, Instant now) {
    var usable = new ArrayList<Prices>();
    for (Standing standing : standings) {
      if (!standing.trueAt().isBefore(now.minus(staleAfter))) {
        prices(standing).ifPresent(usable::add);
      }
    }
    if (usable.size() < venuesNeeded) {
      return new Verdict.TooFewVenues(usable.size());
    }
    var bid = usable.stream().map(Prices::bid).max(Comparator.naturalOrder()).orElseThrow();
    var ask = usable.stream().map(Prices::ask).min(Comparator.naturalOrder()).orElseThrow();
    if (bid.compareTo(ask) > 0) {
      return new Verdict.Contradiction();
    }
    var asOf = usable.stream().map(Prices::trueAt).min(Comparator.naturalOrder()).orElseThrow();
    var venues = usable.stream().map(Prices::venue).sorted().toList();
    return new Verdict.Fresh(new Quote(pair, bid, ask, asOf, venues));
  }

  /** Empty for a book without both sides, and for a crossed one, which no matching engine keeps. */
  private static Optional<Prices> prices(Standing standing) {
    var bid = standing.book().best(Side.BID);
    var ask = standing.book().best(Side.ASK);
    if (bid.isEmpty() || ask.isEmpty() || bid.get().compareTo(ask.get()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(new Prices(standing.venue(), bid.get(), ask.get(), standing.trueAt()));
  }
}
