package io.argosy.marketfeed.book;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A venue's orders for one pair, added up by price, the best first. Confined to one thread. */
public final class Book {
  private final int depth;
  private final TreeMap<BigDecimal, Level> bids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<BigDecimal, Level> asks = new TreeMap<>();

  private Book(int depth) {
    this.depth = depth;
  }

  /** A book of which the venue tells only the best levels of each side. */
  public static Book ofDepth(int depth) {
    return new Book(depth);
  }

  /** A book of which the venue tells every level. */
  public static Book whole() {
    return new Book(Integer.MAX_VALUE);
  }

  /** Sets what is offered at the level's price; zero removes it. */
  public void put(Side side, Level level) {
    if (level.quantity().signum() == 0) {
      levels(side).remove(level.price());
    } else {
      levels(side).put(level.price(), level);
    }
  }

  /** Forgets what fell out of the depth: the venue will not say when it goes. */
  public void truncate() {
    for (Side side : Side.values()) {
      while (levels(side).size() > depth) {
        levels(side).pollLastEntry();
      }
    }
  }

  /** The best levels of a side, best first. */
  public List<Level> top(Side side, int most) {
    return levels(side).values().stream().limit(most).toList();
  }

  public Optional<BigDecimal> best(Side side) {
    var levels = levels(side);
    return levels.isEmpty() ? Optional.empty() : Optional.of(levels.firstKey());
  }

  private NavigableMap<BigDecimal, Level> levels(Side side) {
    return switch (side) {
      case BID -> bids;
      case ASK -> asks;
    };
  }
}
