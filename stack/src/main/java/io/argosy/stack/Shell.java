package io.argosy.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a command of the machine to its end. */
final class Shell {
  private Shell() {}

  /** Answers what it printed; throws with that text when it failed. */
  static String run(Path folder, List<String> command) throws IOException {
    return run(folder, command, "");
  }

  /** The same with a text for it to read, where no argument may show it. */
  static String run(Path folder, List<String> command, String input) throws IOException {
    Process process = start(folder, command);
    try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
      writer.write(input);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.getFirst() + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    }
    return said;
  }

  private static Process start(Path folder, List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      String lacking =
          command.getFirst() + " cannot be run here; ./argosy doctor says what to install";
      throw new IOException(lacking, e);
    }
  }
}
