package io.argosy.walkthrough;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Commands of a document, run as they stand.
 *
 * @param line of the first command, from 1
 */
record Block(Path file, int line, String text) {
  /** Why it failed, with its text and all that it printed; empty when it did what it should. */
  Optional<String> fault(Path checkout, Duration patience)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("block", ".txt");
    try {
      var process = start(checkout, said);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        List<ProcessHandle> left = process.descendants().toList();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
        return Optional.of(told("did not end within " + patience, said));
      }
      int status = process.exitValue();
      return status == 0 ? Optional.empty() : Optional.of(told("ended with " + status, said));
    } finally {
      Files.delete(said);
    }
  }

  /** Its output goes to a file: what it leaves running would keep a pipe open. */
  private Process start(Path checkout, Path said) throws IOException {
    var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", text);
    builder.directory(checkout.toFile()).redirectErrorStream(true);
    builder.redirectInput(Path.of("/dev/null").toFile()).redirectOutput(said.toFile());
    // Inside the suite Maven has built everything already.
    builder.environment().put("ARGOSY_BUILT", "1");
    return builder.start();
  }

  private String told(String end, Path said) throws IOException {
    return "%s, line %d: the block %s%n%s%nIt printed:%n%s"
        .formatted(file, line, end, text, Files.readString(said));
  }
}
