package io.argosy.marketfeed.record;

import java.math.BigDecimal;

/**
 * A pair that is made up: prices in ticks, quantities in units of eight decimals.
 *
 * @param decimals digits of a price after its point; one tick is the last of them
 * @param start the first middle price, in ticks
 * @param pauseMs milliseconds between two changes of a venue's book, on average
 */
record SimulatedPair(
    String name, int decimals, long start, long leastUnits, long mostUnits, long pauseMs) {
  private static final int QUANTITY_DECIMALS = 8;

  BigDecimal price(long ticks) {
    return BigDecimal.valueOf(ticks, decimals);
  }

  BigDecimal quantity(long units) {
    return BigDecimal.valueOf(units, QUANTITY_DECIMALS);
  }
}
