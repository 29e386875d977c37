package io.argosy.marketfeed.record;

/** Numbers that look random and are the same for the same seed on every machine (xorshift64*). */
final class SeededDice {
  private long state;

  SeededDice(long seed) {
    state = seed == 0 ? 1 : seed;
  }

  /** A number from low to high, both included. */
  long between(long low, long high) {
    state ^= state >>> 12;
    state ^= state << 25;
    state ^= state >>> 27;
    return low + Long.remainderUnsigned(state * 0x2545F4914F6CDD1DL, high - low + 1);
  }

  boolean oneIn(long times) {
    return between(1, times) == 1;
  }
}
