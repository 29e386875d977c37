package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** One service in its own process, started again from the same configuration after a kill. */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);
  private final String name;
  private final List<String> command;
  private final Path folder;
  private Process process;

  private ServiceProcess(String name, List<String> command, Path folder) throws IOException {
    this.name = name;
    this.command = command;
    this.folder = folder;
    this.process = launch();
  }

  /**
   * Writes the configuration into the service's own folder and starts the program; {@link
   * #awaitReady} says when it serves.
   */
  static ServiceProcess start(RunFolder run, String name, Program program, String configuration)
      throws IOException {
    Path folder = Files.createDirectories(run.of(name));
    Path file = folder.resolve(name + ".conf");
    Files.writeString(file, configuration);
    return new ServiceProcess(name, program.command(RunFolder.home(), file), folder);
  }

  private Path log() {
    return folder.resolve(name + ".log");
  }

  private Path portsFile() {
    return folder.resolve("ports.json");
  }

  private Process launch() throws IOException {
    Files.deleteIfExists(portsFile());
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  /** Waits until the process has written its ports; throws with its last words when it ends. */
  public ServiceProcess awaitReady() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(START);
    while (!Files.exists(portsFile())) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException(name + " did not start; see " + log() + "\n" + lastWords());
      }
      Thread.sleep(20);
    }
    return this;
  }

  private String lastWords() throws IOException {
    var lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** Its ports by their names; empty while it does not serve. */
  public SortedMap<String, Integer> ports() throws IOException {
    return ProcessList.readPorts(portsFile());
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL, as a machine dies. */
  public void kill() throws InterruptedException {
    int _ = process.destroyForcibly().waitFor();
  }

  /** Starts again after a kill, from the same files. */
  public void startAgain() throws IOException, InterruptedException {
    process = launch();
    awaitReady();
  }

  /** Asks it to stop; {@link #close} waits for that. */
  void stop() {
    process.destroy();
  }

  /** SIGTERM, and SIGKILL when that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
