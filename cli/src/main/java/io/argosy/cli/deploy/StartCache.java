package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A program's classes as an earlier run left them, linked and laid out, which spares a start most
 * of its processor time (JEP 514 and 515). The first run after a build records it when it stops; a
 * file that does not fit or was cut off is ignored by the JVM.
 */
public final class StartCache {
  /** A recording that was not finished within this time was given up. */
  private static final Duration RECORDING = Duration.ofMinutes(10);

  private StartCache() {}

  /**
   * The JVM's arguments that use a program's cache, or have this one process record it.
   *
   * @param jar the program's own; the launcher looks for the same file beside it
   */
  public static List<String> arguments(Path jar) throws IOException {
    String name = "start-" + Files.getLastModifiedTime(jar).toInstant().getEpochSecond();
    Path cache = jar.resolveSibling(name + ".aot");
    if (Files.exists(cache)) {
      return List.of("-XX:AOTCache=" + cache);
    }
    return claimed(jar.resolveSibling(name + ".recording"))
        ? List.of(
            "-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput", "-XX:AOTCacheOutput=" + cache)
        : List.of();
  }

  private static boolean claimed(Path claim) throws IOException {
    try {
      Files.createFile(claim);
      forgetOthers(claim);
      return true;
    } catch (FileAlreadyExistsException e) {
      var since = Files.getLastModifiedTime(claim).toInstant();
      if (since.isBefore(Instant.now().minus(RECORDING))) {
        Files.deleteIfExists(claim); // the next start tries again
      }
      return false;
    }
  }

  /** Of earlier builds; each takes tens of megabytes. */
  private static void forgetOthers(Path claim) throws IOException {
    try (var files = Files.newDirectoryStream(claim.resolveSibling("."), "start-*")) {
      for (Path file : files) {
        if (!file.getFileName().equals(claim.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
