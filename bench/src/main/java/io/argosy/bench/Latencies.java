package io.argosy.bench;

import java.util.Arrays;

/** Durations that were measured one by one, in milliseconds. */
final class Latencies {
  private final double[] millis;
  private int count;

  Latencies(int atMost) {
    millis = new double[atMost];
  }

  void add(long nanos) {
    millis[count++] = nanos / 1e6;
  }

  /** The smallest value that so many of a hundred do not exceed. */
  double percentile(int percent) {
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (count * percent + 99) / 100 - 1)];
  }

  void addTo(Figures figures, String name) {
    figures
        .add(name + "_ms_median", percentile(50))
        .add(name + "_ms_p90", percentile(90))
        .add(name + "_ms_p99", percentile(99))
        .add(name + "_ms_max", percentile(100));
  }
}
