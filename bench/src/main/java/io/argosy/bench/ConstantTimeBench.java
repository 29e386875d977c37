package io.argosy.bench;

import io.argosy.threshold.TimedOperation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether time tells a fixed secret from random ones: Welch's t over many calls in random order, as
 * dudect does it. Above 4.5 it may, above 10 it does. It finds leaks and proves nothing.
 */
final class ConstantTimeBench {
  /** Samples above this percentile are what the machine did meanwhile. */
  private static final int CROP = 90;

  private final SplittableRandom random = new SplittableRandom();

  /** Takes results, so that the compiler leaves no call out. */
  @SuppressWarnings("UnusedVariable")
  private volatile long sink;

  private ConstantTimeBench() {}

  static Figures run() {
    var figures = new Figures("constant-time");
    var bench = new ConstantTimeBench();
    for (var operation : TimedOperation.all()) {
      bench.sample(operation, operation.samples() / 2);
      bench.measure(operation, figures);
    }
    return figures;
  }

  private void measure(TimedOperation operation, Figures figures) {
    double[][] samples = sample(operation, operation.samples());
    double most = crop(samples);
    figures
        .add(operation.name() + "_samples", operation.samples())
        .add(operation.name() + "_ns_median", median(samples[1]) / operation.repetitions())
        .add(operation.name() + "_t", welch(samples, Double.MAX_VALUE))
        .add(operation.name() + "_t_cropped", welch(samples, most));
  }

  /** Nanoseconds of the fixed class, and of the random one. */
  private double[][] sample(TimedOperation operation, int count) {
    double[][] times = new double[2][count];
    int[] done = new int[2];
    byte[] input = new byte[32];
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(2);
      // Both classes draw and copy, so that they differ in nothing but the bytes.
      byte[] other = operation.random(random);
      System.arraycopy(kind == 0 ? operation.fixed() : other, 0, input, 0, 32);
      long began = System.nanoTime();
      long sum = 0;
      for (int r = 0; r < operation.repetitions(); r++) {
        sum += operation.call().on(input);
      }
      times[kind][done[kind]++] = System.nanoTime() - began;
      sink = sum;
    }
    return new double[][] {Arrays.copyOf(times[0], done[0]), Arrays.copyOf(times[1], done[1])};
  }

  private static double crop(double[][] samples) {
    double[] all = Arrays.copyOf(samples[0], samples[0].length + samples[1].length);
    System.arraycopy(samples[1], 0, all, samples[0].length, samples[1].length);
    Arrays.sort(all);
    return all[all.length * CROP / 100];
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double welch(double[][] samples, double atMost) {
    double[] mean = new double[2];
    double[] error = new double[2];
    for (int kind = 0; kind < 2; kind++) {
      double[] some = Arrays.stream(samples[kind]).filter(time -> time <= atMost).toArray();
      mean[kind] = Arrays.stream(some).average().orElse(0);
      double of = mean[kind];
      double squares = Arrays.stream(some).map(time -> (time - of) * (time - of)).sum();
      error[kind] = squares / (some.length - 1) / some.length;
    }
    return (mean[0] - mean[1]) / Math.sqrt(error[0] + error[1]);
  }
}
