package io.argosy.custody.share;

import java.time.Duration;
import java.time.Instant;

/**
 * When the store is looked at next: every few seconds while it answers; when it does not, soon,
 * then less and less often. Confined to its owner's lock.
 */
final class Looks {
  private static final Duration USUAL = Duration.ofSeconds(2);
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(15);
  private Duration pause = FIRST;
  private Instant next = Instant.MIN;

  boolean due(Instant now) {
    return !now.isBefore(next);
  }

  void answered(Instant now) {
    pause = FIRST;
    next = now.plus(USUAL);
  }

  void failed(Instant now) {
    next = now.plus(pause);
    pause = pause.multipliedBy(2).compareTo(LAST) < 0 ? pause.multipliedBy(2) : LAST;
  }

  /** Whatever was waited for, it may be over now. */
  void soon() {
    pause = FIRST;
    next = Instant.MIN;
  }
}
