package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Jazzer in a process of its own, with the caller's class path: it changes every class that it
 * meets.
 */
public final class Jazzer {
  /** What it ends with where an input led to what must not happen. */
  public static final int FOUND = 77;

  private static final Duration BESIDES = Duration.ofMinutes(10);

  /**
   * How it ended.
   *
   * @param status 0 where nothing was found, {@link #FOUND}, or a fault
   * @param said the seed, how many inputs were tried, and the finding
   */
  public record Ended(int status, String said) {}

  private Jazzer() {}

  /**
   * Tries inputs on a method that takes bytes.
   *
   * @param folder gets the inputs that led to a finding
   * @param seconds for which inputs are tried, after the start
   */
  public static Ended run(Path folder, Class<?> type, String method, int seconds)
      throws IOException, InterruptedException {
    Path said = folder.resolve(method + ".log");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx1g",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + type.getName(),
                    "--target_method=" + method,
                    "-max_total_time=" + seconds))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      if (!process.waitFor(seconds + BESIDES.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("Jazzer does not end: " + Files.readString(said));
      }
      return new Ended(process.exitValue(), Files.readString(said));
    } finally {
      process.destroyForcibly();
    }
  }
}
