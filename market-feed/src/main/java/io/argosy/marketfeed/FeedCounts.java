package io.argosy.marketfeed;

import io.argosy.marketfeed.publish.Board;
import io.argosy.marketfeed.venue.Fault;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What went wrong since the start, counted. Thread-safe. */
final class FeedCounts {
  private static final AttributeKey<String> VENUE = AttributeKey.stringKey("venue");
  private static final AttributeKey<String> FAULT = AttributeKey.stringKey("fault");

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

  /** Shows these counts, and those of slow watchers, among the metrics. */
  void show(Meter meter, Board board) {
    var _ =
        meter
            .counterBuilder("argosy.feed.books.dropped")
            .setDescription("Times that a venue's books were dropped, by venue and fault.")
            .buildWithCallback(
                out ->
                    faults.forEach(
                        (key, count) ->
                            out.record(
                                count.sum(),
                                Attributes.of(VENUE, key.venue(), FAULT, key.fault().name()))));
    var _ =
        meter
            .counterBuilder("argosy.feed.quotes.withheld")
            .setDescription("Changes that gave no quote: too few venues, or a contradiction.")
            .buildWithCallback(out -> out.record(withheld.sum()));
    var _ =
        meter
            .counterBuilder("argosy.feed.quotes.conflated")
            .setDescription("Quotes that a slow watcher was not told, for a newer one.")
            .buildWithCallback(out -> out.record(board.conflated()));
  }
}
