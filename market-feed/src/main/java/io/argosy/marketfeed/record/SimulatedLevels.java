package io.argosy.marketfeed.record;

import java.util.Map;

/** Levels of both sides of a made-up book: price in ticks to quantity in units. */
record SimulatedLevels(Map<Long, Long> bids, Map<Long, Long> asks) {
  static final SimulatedLevels NONE = new SimulatedLevels(Map.of(), Map.of());
}
