package io.argosy.walkthrough;

import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./argosy} of this checkout, as a person calls it; inside the suite it builds nothing. */
final class Launcher {
  private Launcher() {}

  /** What it printed, and how it ended. */
  record Ended(int status, String said) {}

  static Ended run(Duration patience, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(RunFolder.home().resolve("argosy").toString()));
    command.addAll(List.of(words));
    Path log = Files.createTempFile("argosy-", ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ARGOSY_BUILT", "1");
    builder.environment().put("ARGOSY_JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    try {
      boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
      String said = Files.readString(log, StandardCharsets.UTF_8);
      if (!ended) {
        throw new AssertionError("after " + patience + " it still runs:\n" + said);
      }
      return new Ended(process.exitValue(), said);
    } finally {
      process.destroy();
      Files.deleteIfExists(log);
    }
  }
}
