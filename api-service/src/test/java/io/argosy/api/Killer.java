package io.argosy.api;

import io.argosy.api.state.Faults;
import java.util.Optional;

/**
 * Kills the process at one gap: whatever of it reaches any gap afterwards dies there too, as
 * threads of a killed process do.
 */
final class Killer implements Faults {
  private final Optional<Point> target;
  private int passes;
  private volatile boolean struck;

  private Killer(Optional<Point> target, int passes) {
    this.target = target;
    this.passes = passes;
  }

  static Killer none() {
    return new Killer(Optional.empty(), 0);
  }

  /** Kills when the point is passed for the n-th time, from 1. */
  static Killer at(Point point, int passes) {
    return new Killer(Optional.of(point), passes);
  }

  /** The process is gone; no code of ours catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  boolean hasStruck() {
    return struck;
  }

  @Override
  public synchronized void at(Point point) {
    if (!struck && target.filter(point::equals).isPresent() && --passes == 0) {
      struck = true;
    }
    if (struck) {
      throw new Killed();
    }
  }
}
