package io.argosy.marketfeed;

import io.argosy.marketfeed.venue.Fault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What went wrong since the start, counted. Thread-safe. */
final class FeedCounts {
  private record Key(String venue, Fault fault) {}

  private final Map<Key, LongAdder> faults = new ConcurrentHashMap<>();
  private final LongAdder withheld = new LongAdder();

  void fault(String venue, Fault fault) {
    faults.computeIfAbsent(new Key(venue, fault), _ -> new LongAdder()).increment();
  }

  void quoteWithheld() {
    withheld.increment();
  }

  /** Times that a venue's books were dropped for this reason. */
  long faults(String venue, Fault fault) {
    var count = faults.get(new Key(venue, fault));
    return count == null ? 0 : count.sum();
  }

  /** Changes that gave no quote, for too few venues or because they contradict each other. */
  long withheld() {
    return withheld.sum();
  }
}
