package io.argosy.bench;

import io.argosy.cli.deploy.CustodyAlone;
import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.RunFolder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether signing depends on the key store: three warm daemons, each with another kind, whose
 * quorums take turns in one run. Shares are in memory, so it should not.
 */
final class KeyStoreSigning {
  private static final List<KeyStoreKind> KINDS =
      List.of(KeyStoreKind.PASSPHRASE, KeyStoreKind.VAULT, KeyStoreKind.HSM);
  private static final int SIGNATURES = 300;
  private static final int WARM_UP = 6;
  private static final int TIMES = 9;

  private KeyStoreSigning() {}

  /** The quorums by the two stores of their members. */
  private static Map<String, List<Integer>> quorums() {
    var quorums = new LinkedHashMap<String, List<Integer>>();
    for (var quorum : List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3))) {
      String one = KINDS.get(quorum.getFirst() - 1).toString();
      String two = KINDS.get(quorum.getLast() - 1).toString();
      quorums.put(one + "_and_" + two, quorum);
    }
    return quorums;
  }

  static void measure(Figures figures) throws Exception {
    var run = new RunFolder(RunFolder.home().resolve("bench/target/run-signing"));
    try (var custody = CustodyAlone.start(run, KINDS);
        var caller = DaemonCaller.open(custody.facts(), SIGNATURES)) {
      var times = new LinkedHashMap<String, double[]>();
      for (int i = -WARM_UP; i < TIMES; i++) {
        for (var quorum : quorums().entrySet()) {
          long begin = System.nanoTime();
          caller.sign(quorum.getValue(), SIGNATURES);
          double millis = (System.nanoTime() - begin) / 1e6;
          times.computeIfAbsent(quorum.getKey(), _ -> new double[TIMES])[Math.max(0, i)] = millis;
        }
      }
      report(times, figures);
    }
  }

  private static void report(Map<String, double[]> times, Figures figures) {
    var speeds = new LinkedHashMap<String, Double>();
    times.forEach(
        (stores, millis) -> {
          Arrays.sort(millis);
          speeds.put(stores, SIGNATURES / millis[TIMES / 2] * 1e3);
        });
    double fastest = speeds.values().stream().mapToDouble(each -> each).max().orElseThrow();
    speeds.forEach(
        (stores, speed) ->
            figures
                .add(stores + "_signatures_per_s", speed)
                .add(stores + "_over_fastest", speed / fastest));
  }
}
