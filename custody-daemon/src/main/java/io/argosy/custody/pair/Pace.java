package io.argosy.custody.pair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a pair is set up at most: a few times in a row, then one for each span, whoever asks;
 * after a failure the pause doubles each time. A set-up costs some CPU and a call of the key store;
 * a peer that asks for ever gets no more than that. Thread-safe.
 *
 * @param <P> what a pair is
 */
final class Pace<P> {
  private static final int IN_A_ROW = 3;
  private static final int MOST_DOUBLINGS = 6;
  private final Duration span;
  private final Duration pause;
  private final Map<P, ArrayDeque<Long>> successes = new HashMap<>();
  private final Map<P, Long> notBefore = new HashMap<>();
  private final Map<P, Integer> failures = new HashMap<>();

  /**
   * @param span for each set-up, once the few were had
   * @param pause after a first failure
   */
  Pace(Duration span, Duration pause) {
    this.span = span;
    this.pause = pause;
  }

  /** Whether it may be tried at a time of {@link System#nanoTime}. */
  synchronized boolean allows(P pair, long now) {
    var wait = notBefore.get(pair);
    if (wait != null && now - wait < 0) {
      return false;
    }
    var had = successes.getOrDefault(pair, new ArrayDeque<>());
    had.removeIf(time -> now - time >= IN_A_ROW * span.toNanos());
    return had.size() < IN_A_ROW;
  }

  synchronized void succeeded(P pair, long now) {
    failures.remove(pair);
    notBefore.remove(pair);
    successes.computeIfAbsent(pair, _ -> new ArrayDeque<>()).add(now);
  }

  synchronized void failed(P pair, long now) {
    int before = failures.merge(pair, 1, Integer::sum) - 1;
    notBefore.put(pair, now + (pause.toNanos() << Math.min(before, MOST_DOUBLINGS)));
  }
}
