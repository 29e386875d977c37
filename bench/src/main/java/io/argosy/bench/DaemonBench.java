package io.argosy.bench;

import io.argosy.cli.deploy.CustodyAlone;
import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threshold signatures by three real daemons over mutual TLS on loopback, two of which sign: every
 * request is checked, journaled and answered as in production. CPU is that of the daemons' own
 * processes; bytes are all that crossed the loopback device, requests and acknowledgements of the
 * network included.
 */
final class DaemonBench {
  private static final List<List<Integer>> QUORUMS =
      List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3));
  private static final int SINGLES = 120;
  private static final int WARM_UP = 1_000;
  private static final Path DEVICES = Path.of("/proc/net/dev");
  private final CustodyAlone custody;
  private final DaemonCaller caller;
  private final int signatures;

  private DaemonBench(CustodyAlone custody, DaemonCaller caller, int signatures) {
    this.custody = custody;
    this.caller = caller;
    this.signatures = signatures;
  }

  static Figures run(int signatures, int rounds) throws Exception {
    Path folder = Files.createTempDirectory("argosy-bench");
    try (var custody = CustodyAlone.start(new RunFolder(folder.resolve("run")));
        var caller = DaemonCaller.open(custody.facts(), signatures)) {
      return new DaemonBench(custody, caller, signatures).figures(rounds);
    }
  }

  private Figures figures(int rounds) throws Exception {
    var figures =
        new Figures("threshold_daemons")
            .add("threshold", 2)
            .add("parties", 3)
            .add("keygen_first_ms", custody.facts().keyGeneration().toMillis())
            .add("signatures_a_session", signatures)
            .add("sessions", (long) QUORUMS.size() * rounds);
    for (var quorum : QUORUMS) {
      caller.sign(quorum, signatures);
    }
    one(rounds, figures);
    atOnce(rounds, figures);
    return singles(figures);
  }

  /** One session at a time, quorums in turn. */
  private void one(int rounds, Figures figures) throws Exception {
    long bytes = loopbackBytes();
    long cpu = cpuMillis();
    long began = System.nanoTime();
    double[] millis = new double[QUORUMS.size() * rounds];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      caller.sign(QUORUMS.get(i % QUORUMS.size()), signatures);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    double all = (double) signatures * millis.length;
    figures
        .add("signatures_per_s", all / ((System.nanoTime() - began) / 1e9))
        .add("cpu_ms_per_signature", (cpuMillis() - cpu) / all)
        .add("bytes_per_signature", (loopbackBytes() - bytes) / all)
        .add("session_ms_median", median(millis));
  }

  /** As many sessions at once as there are quorums, as api-service has them. */
  private void atOnce(int rounds, Figures figures) throws Exception {
    long cpu = cpuMillis();
    long began = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var running = new ArrayList<Future<?>>();
        for (var quorum : QUORUMS) {
          running.add(
              threads.submit(
                  () -> {
                    caller.sign(quorum, signatures);
                    return quorum;
                  }));
        }
        for (var each : running) {
          each.get();
        }
      }
    }
    double all = (double) signatures * QUORUMS.size() * rounds;
    figures
        .add("three_sessions_at_once_signatures_per_s", all / ((System.nanoTime() - began) / 1e9))
        .add("three_sessions_at_once_cpu_ms_per_signature", (cpuMillis() - cpu) / all);
  }

  private Figures singles(Figures figures) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      caller.sign(QUORUMS.get(i % QUORUMS.size()), 1);
    }
    double[] millis = new double[SINGLES];
    long cpu = cpuMillis();
    for (int i = 0; i < SINGLES; i++) {
      long start = System.nanoTime();
      caller.sign(QUORUMS.get(i % QUORUMS.size()), 1);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    double cpuMillis = (double) (cpuMillis() - cpu) / SINGLES;
    Arrays.sort(millis);
    return figures
        .add("single_ms_median", median(millis))
        .add("single_ms_p95", millis[SINGLES * 95 / 100])
        .add("single_cpu_ms_mean", cpuMillis);
  }

  private long cpuMillis() {
    return custody.daemons().stream()
        .map(daemon -> ProcessHandle.of(daemon.pid()).orElseThrow().info().totalCpuDuration())
        .mapToLong(used -> used.orElse(Duration.ZERO).toMillis())
        .sum();
  }

  /** Bytes that the loopback device received; 0 where the system does not tell. */
  private static long loopbackBytes() throws IOException {
    if (!Files.exists(DEVICES)) {
      return 0;
    }
    return Files.readAllLines(DEVICES).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("lo:"))
        .mapToLong(line -> Long.parseLong(line.substring(3).strip().split("\\s+", -1)[0]))
        .sum();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
