package io.argosy.marketfeed.publish;

import io.argosy.marketfeed.quote.Quote;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One watcher's slots, one for each pair: the newest quote that it was not told yet. A newer quote
 * takes the slot of an older one, which is then never told; nothing ever waits in a queue.
 * Thread-safe.
 */
final class Subscriber {
  /** Where told quotes go. */
  interface Outlet {
    /**
     * Tells a quote; never blocks.
     *
     * @param conflated how many quotes this watcher was not told so far
     */
    void tell(Quote quote, long conflated);

    /** Says that no more will come. */
    void end();
  }

  private final Set<String> pairs;
  private final BooleanSupplier ready;
  private final Outlet outlet;
  private final Map<String, Quote> untold = new LinkedHashMap<>();
  private long conflated;

  Subscriber(Set<String> pairs, BooleanSupplier ready, Outlet outlet) {
    this.pairs = Set.copyOf(pairs);
    this.ready = ready;
    this.outlet = outlet;
  }

  /**
   * Takes a quote and tells what the watcher is ready for.
   *
   * @return how many quotes that replaced: 0 or 1
   */
  synchronized int offer(Quote quote) {
    if (!pairs.contains(quote.pair())) {
      return 0;
    }
    int replaced = untold.put(quote.pair(), quote) == null ? 0 : 1;
    conflated += replaced;
    drain();
    return replaced;
  }

  /** Tells while the watcher is ready, the pair that waits longest first. */
  synchronized void drain() {
    while (!untold.isEmpty() && ready.getAsBoolean()) {
      var quote = untold.remove(untold.keySet().iterator().next());
      if (quote != null) {
        outlet.tell(quote, conflated);
      }
    }
  }

  synchronized void end() {
    untold.clear();
    outlet.end();
  }
}
