package io.argosy.marketfeed.venue;

import java.time.Duration;
import java.time.Instant;

/**
 * A message as a venue sent it.
 *
 * @param received when it came, on the present clock
 * @param shift from the clock on which it was recorded to the present one
 */
public record Frame(String text, Instant received, Duration shift) {
  /** When the venue says it was true, never later than it came. */
  Instant trueAt(Instant said) {
    Instant moved = said.plus(shift);
    return moved.isBefore(received) ? moved : received;
  }
}
