package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What the system says of processes that are not this one's children. */
public final class ProcessTable {
  private static final Path LINUX = Path.of("/proc/self/stat");

  private ProcessTable() {}

  /** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
  public static boolean runs(long pid) {
    boolean listed = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    return listed && (!Files.exists(LINUX) || !isZombie(pid));
  }

  /** The state is the word after the name, which stands in brackets and may hold anything. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      return true; // it ended between two looks
    }
  }

  /** Waits until a process has ended; false when it still runs. */
  static boolean awaitEnd(long pid, Duration patience) throws IOException {
    Instant end = Instant.now().plus(patience);
    while (runs(pid)) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while process " + pid + " ended", e);
      }
    }
    return true;
  }
}
