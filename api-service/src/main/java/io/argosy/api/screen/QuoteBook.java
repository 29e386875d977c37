package io.argosy.api.screen;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The newest quote of each pair. What is too old, or from the future, is not told. Thread-safe. */
public final class QuoteBook {
  private final Clock clock;
  private final Duration mostAge;
  private final ConcurrentMap<String, Quote> newest = new ConcurrentHashMap<>();

  public QuoteBook(Clock clock, Duration mostAge) {
    this.clock = clock;
    this.mostAge = mostAge;
  }

  void put(Quote quote) {
    var _ =
        newest.merge(
            quote.pair(), quote, (old, next) -> next.asOf().isBefore(old.asOf()) ? old : next);
  }

  /** A quote that was true lately; a clock that runs ahead by more than that is not believed. */
  Optional<Quote> fresh(String pair) {
    return Optional.ofNullable(newest.get(pair)).filter(quote -> isFresh(quote.asOf()));
  }

  private boolean isFresh(Instant asOf) {
    return Duration.between(asOf, clock.instant()).abs().compareTo(mostAge) <= 0;
  }
}
