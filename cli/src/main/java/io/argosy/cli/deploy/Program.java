package io.argosy.cli.deploy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
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

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-Xlog:disable");

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
    Path jar = jar(target);
    String classPath = jar + ":" + Files.readString(target.resolve("runtime-classpath")).strip();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(compiler());
    command.addAll(StartCache.arguments(jar));
    command.addAll(List.of("-cp", classPath, main, configuration.toString()));
    return List.copyOf(command);
  }

  /**
   * As far as the JVM that starts it compiles. The optimising compiler takes half of a start's
   * processor time, which a machine that carries a whole deployment lacks; a bench wants it.
   */
  private static List<String> compiler() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
        .toList();
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
