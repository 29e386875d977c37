package io.argosy.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A folder among the tools that is made once, however many threads and processes want it at the
 * same moment: whoever comes second waits and finds it there. One that broke off is made anew.
 */
final class Installed {
  private Installed() {}

  /** Fills the empty folder it is given, which gets its name only when it is complete. */
  @FunctionalInterface
  interface Making {
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes the folder where the needed file is missing.
   *
   * @param home the folder's name; its lock lies beside it
   * @param needed a file of it, from the folder on
   * @return the folder
   */
  static synchronized Path once(Path home, String needed, Making making) throws IOException {
    if (!Files.exists(home.resolve(needed))) {
      Files.createDirectories(home.resolveSibling("."));
      Path lock = home.resolveSibling(home.getFileName() + ".lock");
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.exists(home.resolve(needed))) {
          make(home, making);
        }
      }
    }
    return home;
  }

  private static void make(Path home, Making making) throws IOException {
    Path part = home.resolveSibling(home.getFileName() + ".part");
    Shell.run(
        home.resolveSibling("."), List.of("rm", "-rf", "--", home.toString(), part.toString()));
    Files.createDirectory(part);
    making.fill(part);
    var _ = Files.move(part, home);
  }
}
