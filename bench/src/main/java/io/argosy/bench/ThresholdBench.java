package io.argosy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.ManifestEntry;
import io.argosy.threshold.Outcome;
import io.argosy.threshold.Randomness;
import io.argosy.threshold.Rounds;
import io.argosy.threshold.Signing;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Threshold keys and signatures, all parties in one process on one thread: CPU of all of them
 * together, and every byte that one would send another.
 */
final class ThresholdBench {
  private static final SecureRandom SECURE = new SecureRandom();
  private static final Randomness RANDOM = SECURE::nextBytes;
  private static final int SINGLES = 40;
  private long bytes;

  private ThresholdBench() {}

  static Figures run(int threshold, int parties, int signatures, int rounds) {
    var figures = new Figures("threshold").add("threshold", threshold).add("parties", parties);
    var bench = new ThresholdBench();
    double[] keyMillis = new double[rounds];
    double[] keyCpu = new double[rounds];
    List<KeyShare> shares = List.of();
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      long cpuBefore = cpuNanos();
      shares = bench.key(threshold, parties);
      keyMillis[i] = (System.nanoTime() - began) / 1e6;
      keyCpu[i] = (cpuNanos() - cpuBefore) / 1e6;
    }
    figures.add("keygen_ms_median", median(keyMillis));
    figures.add("keygen_cpu_ms_median", median(keyCpu));
    bench.sign(shares, threshold, signatures);
    bench.bytes = 0;
    long cpu = cpuNanos();
    long began = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      bench.sign(shares, threshold, signatures);
    }
    double all = (double) signatures * rounds;
    figures.add("signatures_a_session", signatures);
    figures.add("sessions", rounds);
    figures.add("signatures_per_s", all / ((System.nanoTime() - began) / 1e9));
    figures.add("cpu_ms_per_signature", (cpuNanos() - cpu) / 1e6 / all);
    figures.add("bytes_per_signature", bench.bytes / all);
    return singles(bench, shares, threshold, figures);
  }

  private static Figures singles(
      ThresholdBench bench, List<KeyShare> shares, int threshold, Figures figures) {
    double[] millis = new double[SINGLES];
    long cpu = cpuNanos();
    for (int i = 0; i < SINGLES; i++) {
      long began = System.nanoTime();
      bench.sign(shares, threshold, 1);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    double cpuMillis = (cpuNanos() - cpu) / 1e6 / SINGLES;
    Arrays.sort(millis);
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return figures
        .add("single_ms_median", median(millis))
        .add("single_ms_p95", millis[SINGLES * 95 / 100])
        .add("single_cpu_ms_mean", cpuMillis)
        .add("heap_committed_bytes", heap.getCommitted());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long cpuNanos() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof OperatingSystemMXBean full ? full.getProcessCpuTime() : 0;
  }

  private List<KeyShare> key(int threshold, int parties) {
    byte[] sid = RANDOM.bytes(32);
    var all = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= parties; i++) {
      all.put(i, new KeyGeneration(sid, threshold, parties, i, RANDOM));
    }
    return run(all).values().stream().map(KeyGeneration.Made::share).toList();
  }

  private void sign(List<KeyShare> shares, int threshold, int count) {
    byte[] sid = RANDOM.bytes(32);
    var quorum = IntStream.rangeClosed(1, threshold).boxed().toList();
    var entries =
        IntStream.range(0, count)
            .mapToObj(_ -> ManifestEntry.ofKeyItself(RANDOM.bytes(32)))
            .toList();
    var all = new TreeMap<Integer, Signing>();
    for (int i : quorum) {
      all.put(i, new Signing(shares.get(i - 1), sid, quorum, entries, RANDOM));
    }
    var signatures = run(all);
    if (signatures.size() != threshold || signatures.firstEntry().getValue().size() != count) {
      throw new IllegalStateException("not every digest was signed");
    }
  }

  /** Passes messages until everybody is done, and counts their bytes. */
  private <T> SortedMap<Integer, T> run(SortedMap<Integer, ? extends Rounds<T>> parties) {
    var outcomes = new TreeMap<Integer, Outcome<T>>();
    parties.forEach((party, rounds) -> outcomes.put(party, rounds.start()));
    var done = new TreeMap<Integer, T>();
    while (done.isEmpty()) {
      var inboxes = new HashMap<Integer, Map<Integer, byte[]>>();
      outcomes.forEach(
          (from, outcome) ->
              outgoing(outcome)
                  .forEach(
                      (to, message) -> {
                        bytes += message.length;
                        inboxes.computeIfAbsent(to, _ -> new HashMap<>()).put(from, message);
                      }));
      inboxes.forEach(
          (to, inbox) -> outcomes.put(to, Objects.requireNonNull(parties.get(to)).next(inbox)));
      outcomes.forEach(
          (party, outcome) -> {
            if (outcome instanceof Outcome.Done<T>(T value)) {
              done.put(party, value);
            }
          });
    }
    return done;
  }

  private static <T> Map<Integer, byte[]> outgoing(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Continue<T>(var toEachPeer) -> toEachPeer;
      case Outcome.Done<T> _ -> Map.of();
      case Outcome.Aborted<T>(var abort) -> throw new IllegalStateException(abort.toString());
    };
  }
}
