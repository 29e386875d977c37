package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One service in its own process, started again from the same configuration after a kill. */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);
  private final String name;
  private final List<String> command;
  private final Path log;
  private final Path portsFile;
  private Process process;

  private ServiceProcess(String name, List<String> command, Path log, Path portsFile)
      throws IOException {
    this.name = name;
    this.command = command;
    this.log = log;
    this.portsFile = portsFile;
    this.process = launch();
  }

  /** Where a process finds its configuration and leaves its traces. */
  public record Traces(Path configuration, Path portsFile, Path log) {}

  /** Starts the program; {@link #awaitReady} says when it serves. */
  static ServiceProcess start(Path home, String name, Program program, Traces files)
      throws IOException {
    Path target = program.target(home);
    String classPath =
        jar(target, program.module()) + ":" + Files.readString(target.resolve("runtime-classpath"));
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx" + program.heapMegabytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:+DisableAttachMechanism",
            "-XX:-CreateCoredumpOnCrash",
            "-cp",
            classPath,
            program.main(),
            files.configuration().toString());
    return new ServiceProcess(name, command, files.log(), files.portsFile());
  }

  private static Path jar(Path target, String module) throws IOException {
    try (var files = Files.newDirectoryStream(target, module + "-*.jar")) {
      for (Path file : files) {
        return file;
      }
    }
    throw new IOException(target + " holds no jar; run ./argosy build");
  }

  private Process launch() throws IOException {
    Files.deleteIfExists(portsFile);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /** Waits until the process has written its ports; throws with its last words when it ends. */
  public ServiceProcess awaitReady() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(START);
    while (!Files.exists(portsFile)) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException(name + " did not start; see " + log + "\n" + lastWords());
      }
      Thread.sleep(25);
    }
    return this;
  }

  private String lastWords() throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL, as a machine dies. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts again after a kill, from the same files. */
  public void startAgain() throws IOException, InterruptedException {
    process = launch();
    awaitReady();
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
