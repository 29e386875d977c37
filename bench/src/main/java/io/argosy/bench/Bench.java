package io.argosy.bench;

import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code ./argosy bench NAME [--option value ...] [--report FILE]}: prints JSON. */
public final class Bench {
  private static final String USAGE =
      """
      ./argosy bench gas                     gas a payout, shards of 500 of one kind
      ./argosy bench threshold [--threshold 2] [--parties 3] [--signatures 1000] [--rounds 5]
      ./argosy bench threshold --daemons [--signatures 1000] [--rounds 3]   by real daemons
      ./argosy bench key-stores              what each key store costs, and that signing does not ask it
      ./argosy bench constant-time           whether time tells a fixed secret from random ones
      ./argosy bench failover [--rounds 3]   a daemon is killed while its quorum signs
      All take --report FILE and print JSON.""";

  private Bench() {}

  /** One measurement; answers its figures. */
  private interface Measurement {
    Figures run() throws Exception;
  }

  public static void main(String[] words) throws Exception {
    var options = options(words);
    Optional<Measurement> measurement =
        switch (words.length == 0 ? "" : words[0]) {
          case "gas" -> Optional.of(GasBench::run);
          case "key-stores" -> Optional.of(KeyStoreBench::run);
          case "constant-time" -> Optional.of(ConstantTimeBench::run);
          case "threshold" ->
              Optional.of(options.containsKey("daemons") ? daemons(options) : oneProcess(options));
          case "failover" -> Optional.of(() -> FailoverBench.run(number(options, "rounds", 3)));
          default -> Optional.empty();
        };
    if (measurement.isEmpty()) {
      System.err.println(USAGE);
      System.exit(2);
    }
    write(measurement.get().run(), options);
  }

  private static Measurement oneProcess(Map<String, String> options) {
    return () ->
        ThresholdBench.run(
            number(options, "threshold", 2),
            number(options, "parties", 3),
            number(options, "signatures", 1_000),
            number(options, "rounds", 5));
  }

  private static Measurement daemons(Map<String, String> options) {
    return () ->
        DaemonBench.run(number(options, "signatures", 1_000), number(options, "rounds", 3));
  }

  private static void write(Figures figures, Map<String, String> options) throws IOException {
    System.out.println(figures);
    String file = options.get("report");
    if (file != null) {
      Files.writeString(RunFolder.fromCaller(Path.of(file)), figures + "\n");
    }
  }

  private static Map<String, String> options(String[] words) {
    var options = new HashMap<String, String>();
    for (int i = 1; i < words.length; i++) {
      boolean valued = i + 1 < words.length && !words[i + 1].startsWith("--");
      options.put(words[i].replaceFirst("^--", ""), valued ? words[++i] : "");
    }
    return options;
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
  }
}
