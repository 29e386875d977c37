package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The services, as separate programs with class paths of their own. */
public enum Program {
  CUSTODY_DAEMON("custody-daemon", "io.argosy.custody.CustodyDaemon", 384),
  MARKET_FEED("market-feed", "io.argosy.marketfeed.MarketFeed", 128),
  API_SERVICE("api-service", "io.argosy.api.ApiService", 768),
  RECONCILE_SERVICE("reconcile-service", "io.argosy.reconcile.ReconcileService", 384);

  private final String module;
  private final String main;
  private final int heapMegabytes;

  Program(String module, String main, int heapMegabytes) {
    this.module = module;
    this.main = main;
    this.heapMegabytes = heapMegabytes;
  }

  /** How it is started from a built checkout. */
  List<String> command(Path home, Path configuration) throws IOException {
    Path target = home.resolve(module).resolve("target");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:+DisableAttachMechanism",
        "-XX:-CreateCoredumpOnCrash",
        "-Xlog:disable",
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + target.resolve("classes.jsa"),
        "-cp",
        classPath(target),
        main,
        configuration.toString());
  }

  /** How a smaller program of the same module is started. */
  public List<String> tool(Path home, String main, List<String> words) throws IOException {
    Path target = home.resolve(module).resolve("target");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                classPath(target),
                main));
    command.addAll(words);
    return command;
  }

  private String classPath(Path target) throws IOException {
    return jar(target) + ":" + Files.readString(target.resolve("runtime-classpath")).strip();
  }

  private Path jar(Path target) throws IOException {
    try (var files = Files.newDirectoryStream(target, module + "-*.jar")) {
      for (Path file : files) {
        return file;
      }
    }
    throw new IOException(target + " holds no jar; run ./argosy build");
  }
}
