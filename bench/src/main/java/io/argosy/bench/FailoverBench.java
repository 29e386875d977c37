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

/**
 * How long nothing is signed when a daemon dies: a stream of requests, one at a time, quorums in
 * turn as api-service takes them; one daemon is killed (SIGKILL) while its quorum signs; a request
 * that failed is asked of the next quorum under a fresh id at once. Then the daemon starts again,
 * and it counts how long until both of its quorums sign, their transfers set up again.
 */
final class FailoverBench {
  private static final List<List<Integer>> QUORUMS =
      List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3));
  private static final int SHARDS = 64;
  private static final Duration INTO_SESSION = Duration.ofMillis(40);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
  private final CustodyAlone custody;
  private final DaemonCaller caller;

  private FailoverBench(CustodyAlone custody, DaemonCaller caller) {
    this.custody = custody;
    this.caller = caller;
  }

  static Figures run(int rounds) throws Exception {
    Path folder = Files.createTempDirectory("argosy-bench");
    try (var custody = CustodyAlone.start(new RunFolder(folder.resolve("run")));
        var caller = DaemonCaller.open(custody.facts(), SHARDS)) {
      return new FailoverBench(custody, caller).figures(rounds);
    }
  }

  private Figures figures(int rounds) throws Exception {
    for (int i = 0; i < 10; i++) {
      for (var quorum : QUORUMS) {
        caller.sign(quorum, SHARDS);
      }
    }
    double[] after = new double[3 * rounds];
    double[] back = new double[3 * rounds];
    for (int i = 0; i < after.length; i++) {
      int victim = 1 + i % 3;
      after[i] = killed(victim) / 1e6;
      back[i] = startedAgain(victim) / 1e6;
    }
    Arrays.sort(after);
    Arrays.sort(back);
    return new Figures("failover")
        .add("kills", after.length)
        .add("shards_a_request", SHARDS)
        .add("next_signature_after_kill_ms_median", after[after.length / 2])
        .add("next_signature_after_kill_ms_max", after[after.length - 1])
        .add("all_quorums_again_after_start_ms_median", back[back.length / 2])
        .add("all_quorums_again_after_start_ms_max", back[back.length - 1]);
  }

  private static List<List<Integer>> with(int daemon) {
    return QUORUMS.stream().filter(quorum -> quorum.contains(daemon)).toList();
  }

  private static List<Integer> without(int daemon) {
    return QUORUMS.stream().filter(quorum -> !quorum.contains(daemon)).findFirst().orElseThrow();
  }

  /** From the kill, in the middle of a session, to the next signatures. */
  private long killed(int victim) throws Exception {
    var quorum = with(victim).getFirst();
    var killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(INTO_SESSION);
                    custody.daemons().get(victim - 1).kill();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    long began = System.nanoTime() + INTO_SESSION.toNanos();
    boolean signed = signs(quorum);
    killer.join();
    if (signed) {
      throw new IOException("the session was over before the kill");
    }
    caller.sign(without(victim), SHARDS);
    return System.nanoTime() - began;
  }

  private long startedAgain(int victim) throws Exception {
    custody.daemons().get(victim - 1).startAgain();
    long began = System.nanoTime();
    var waiting = new ArrayList<>(with(victim));
    while (!waiting.isEmpty()) {
      waiting.removeIf(this::signs);
      if (System.nanoTime() - began > BACK_WITHIN.toNanos()) {
        throw new IOException("quorums " + waiting + " do not sign again");
      }
    }
    return System.nanoTime() - began;
  }

  private boolean signs(List<Integer> quorum) {
    try {
      return caller.refused(quorum, SHARDS).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
