package io.argosy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.argosy.threshold.KeyShare;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Threshold keys and signatures, all parties in one process on one thread: CPU of all of them
 * together, and every byte that one would send another.
 */
final class ThresholdBench {
  private static final int SINGLES = 200;
  private static final int KEYS = 15;
  private final Parties parties;
  private final Figures figures;

  private ThresholdBench(int threshold, int n) {
    parties = new Parties(threshold, n);
    figures = new Figures("threshold").add("threshold", threshold).add("parties", n);
  }

  static Figures run(int threshold, int n, int signatures, int rounds) {
    var bench = new ThresholdBench(threshold, n);
    bench.keys(rounds);
    var shares = bench.parties.key();
    bench.batches(shares, signatures, rounds);
    bench.singles(shares);
    shares.forEach(KeyShare::close);
    return bench.figures;
  }

  /** The first key warms the compiler up, and does not count. */
  private void keys(int rounds) {
    parties.key().forEach(KeyShare::close);
    int count = Math.max(rounds, KEYS);
    var wall = new Latencies(count);
    var cpu = new Latencies(count);
    long _ = parties.bytesSent();
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      long cpuBefore = cpuNanos();
      parties.key().forEach(KeyShare::close);
      cpu.add(cpuNanos() - cpuBefore);
      wall.add(System.nanoTime() - began);
    }
    figures
        .add("keygen_ms_median", wall.percentile(50))
        .add("keygen_cpu_ms_median", cpu.percentile(50))
        .add("keygen_bytes", parties.bytesSent() / count);
  }

  private void batches(List<KeyShare> shares, int signatures, int rounds) {
    parties.sign(shares, signatures);
    long _ = parties.bytesSent();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    var sessions = new Latencies(rounds);
    long cpu = cpuNanos();
    long began = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      long before = System.nanoTime();
      parties.sign(shares, signatures);
      sessions.add(System.nanoTime() - before);
    }
    double all = (double) signatures * rounds;
    figures
        .add("signatures_a_session", signatures)
        .add("sessions", rounds)
        .add("signatures_per_s", all / ((System.nanoTime() - began) / 1e9))
        .add("cpu_ms_per_signature", (cpuNanos() - cpu) / 1e6 / all)
        .add("bytes_per_signature", parties.bytesSent() / all);
    sessions.addTo(figures, "session");
    figures.add("peak_heap_bytes", peakHeap());
  }

  private void singles(List<KeyShare> shares) {
    for (int i = 0; i < SINGLES / 4; i++) {
      parties.sign(shares, 1);
    }
    var singles = new Latencies(SINGLES);
    long cpu = cpuNanos();
    for (int i = 0; i < SINGLES; i++) {
      long began = System.nanoTime();
      parties.sign(shares, 1);
      singles.add(System.nanoTime() - began);
    }
    singles.addTo(figures, "single");
    figures.add("single_cpu_ms_mean", (cpuNanos() - cpu) / 1e6 / SINGLES);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** The sum of what each pool held at most: the heap never held more. */
  private static long peakHeap() {
    return heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static long cpuNanos() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof OperatingSystemMXBean full ? full.getProcessCpuTime() : 0;
  }
}
