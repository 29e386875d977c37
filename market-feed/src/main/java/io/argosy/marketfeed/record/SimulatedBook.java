package io.argosy.marketfeed.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A made-up venue's whole book of one pair: levels on a grid with holes, around a middle price. */
final class SimulatedBook {
  private static final int GRID = 30;
  private static final int HALF_SPREAD = 4;
  private static final int MOST_LAG = 2;
  private final SimulatedPair pair;
  private final SeededDice dice;
  private final TreeMap<Long, Long> levels = new TreeMap<>();
  private long middle;

  SimulatedBook(SimulatedPair pair, SeededDice dice) {
    this.pair = pair;
    this.dice = dice;
    this.middle = pair.start();
    fill();
  }

  SimulatedPair pair() {
    return pair;
  }

  /** Changes a little: follows the market, or trades at one price. */
  void step(long market) {
    if (Math.abs(market - middle) > MOST_LAG || dice.oneIn(4)) {
      middle = market;
      levels
          .keySet()
          .removeIf(price -> Math.abs(price - middle) < HALF_SPREAD || outside(price) > GRID);
      fill();
    } else {
      trade();
    }
  }

  private long outside(long price) {
    return Math.abs(price - middle) - HALF_SPREAD;
  }

  /** A price that comes into the grid gets orders, or stays a hole. */
  private void fill() {
    for (int i = 0; i < GRID; i++) {
      for (long price : new long[] {middle - HALF_SPREAD - i, middle + HALF_SPREAD + i}) {
        if (!levels.containsKey(price) && !dice.oneIn(3)) {
          levels.put(price, units());
        }
      }
    }
  }

  private void trade() {
    long distance = HALF_SPREAD + dice.between(0, GRID / 2);
    long price = dice.oneIn(2) ? middle - distance : middle + distance;
    if (levels.size() > GRID && dice.oneIn(3)) {
      levels.remove(price);
    } else {
      levels.put(price, units());
    }
  }

  private long units() {
    return dice.between(pair.leastUnits(), pair.mostUnits());
  }

  /** The best levels of each side, best first. */
  SimulatedLevels top(int most) {
    return new SimulatedLevels(
        first(levels.headMap(middle).reversed(), most), first(levels.tailMap(middle), most));
  }

  private static Map<Long, Long> first(Map<Long, Long> ordered, int most) {
    var first = new LinkedHashMap<Long, Long>();
    ordered.entrySet().stream()
        .limit(most)
        .forEach(level -> first.put(level.getKey(), level.getValue()));
    return first;
  }

  boolean holds(long price) {
    return levels.containsKey(price);
  }
}
