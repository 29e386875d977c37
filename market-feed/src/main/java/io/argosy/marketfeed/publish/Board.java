package io.argosy.marketfeed.publish;

import io.argosy.marketfeed.quote.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The newest quote of each pair, and who watches. Thread-safe. */
public final class Board implements AutoCloseable {
  private final Set<String> pairs;
  private final Map<String, Quote> newest = new LinkedHashMap<>();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private long conflated;
  private boolean closed;

  public Board(List<String> pairs) {
    this.pairs = Set.copyOf(pairs);
  }

  /** Every pair that may get a quote. */
  public Set<String> pairs() {
    return pairs;
  }

  public synchronized Optional<Quote> newest(String pair) {
    return Optional.ofNullable(newest.get(pair));
  }

  /** Whether the pair's quote is at most that old. */
  public boolean isFresh(String pair, Instant now, Duration staleAfter) {
    return newest(pair).filter(quote -> !quote.asOf().isBefore(now.minus(staleAfter))).isPresent();
  }

  /** Puts a quote in the place of the pair's earlier one and offers it to all who watch. */
  public synchronized void publish(Quote quote) {
    newest.put(quote.pair(), quote);
    for (Subscriber each : subscribers) {
      conflated += each.offer(quote);
    }
  }

  /** Quotes that some watcher was too slow to be told, since the start. */
  public synchronized long conflated() {
    return conflated;
  }

  synchronized void join(Subscriber subscriber) {
    if (closed) {
      subscriber.end();
      return;
    }
    subscribers.add(subscriber);
    newest.values().forEach(subscriber::offer);
  }

  synchronized void leave(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  /** Ends every watcher's stream, so that a stop need not wait for them. */
  @Override
  public synchronized void close() {
    closed = true;
    subscribers.forEach(Subscriber::end);
    subscribers.clear();
  }
}
