package io.argosy.custody.pair;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a pair is set up at most: not again soon after it was, whoever asks, and after a
 * failure twice as long each time. Each set-up costs some CPU and a call of the key store; a peer
 * that asks for ever gets no more than that. Thread-safe.
 */
final class Pace {
  private static final int MOST_DOUBLINGS = 6;
  private final Duration afterSuccess;
  private final Duration afterFailure;
  private final Map<Object, Long> notBefore = new HashMap<>();
  private final Map<Object, Integer> failures = new HashMap<>();

  Pace(Duration afterSuccess, Duration afterFailure) {
    this.afterSuccess = afterSuccess;
    this.afterFailure = afterFailure;
  }

  /** Whether it may be tried at a time of {@link System#nanoTime}. */
  synchronized boolean allows(Object pair, long now) {
    var wait = notBefore.get(pair);
    return wait == null || now - wait >= 0;
  }

  synchronized void succeeded(Object pair, long now) {
    failures.remove(pair);
    notBefore.put(pair, now + afterSuccess.toNanos());
  }

  synchronized void failed(Object pair, long now) {
    int before = failures.merge(pair, 1, Integer::sum) - 1;
    long wait = afterFailure.toNanos() << Math.min(before, MOST_DOUBLINGS);
    notBefore.put(pair, now + wait);
  }
}
