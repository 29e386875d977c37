package io.argosy.cli.demo;

import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole main job on this machine, from a CSV to its reconciliation. */
@Command(
    name = "demo",
    description = {
      "Starts a whole deployment on this machine and pays one batch: a CSV is checked, approved",
      "by two people, authorised by a quorum of daemons, executed, booked and reconciled."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(200);

  @Option(
      names = "--payouts",
      paramLabel = "N",
      description = "Lines of the generated file; 1000 by default.")
  private int payouts = 1_000;

  @Option(names = "--csv", paramLabel = "FILE", description = "Pay your own file instead.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the report goes, as JSON; run/report.json by default.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Names the generated file; the clock by default, and printed.")
  private long seed = System.currentTimeMillis() / 1000;

  @Option(names = "--keep", description = "Leave everything running; ./argosy down stops it.")
  private boolean keep;

  @Option(
      names = "--kill",
      paramLabel = "NAME",
      description = "Kill a process in the middle, such as custody-2; it is not started again.")
  private Optional<String> kill = Optional.empty();

  @Option(
      names = "--inject",
      paramLabel = "WHAT",
      description = "unknown-outflow: steal from the treasury behind everybody's back.")
  private Optional<Injection> inject = Optional.empty();

  @Option(
      names = "--key-store",
      paramLabel = "KIND",
      description = "What wraps the shares: passphrase (the default), vault or hsm.")
  private KeyStoreKind keyStore = KeyStoreKind.PASSPHRASE;

  /** What can be done to the demo from outside. */
  public enum Injection {
    UNKNOWN_OUTFLOW;

    @Override
    public String toString() {
      return "unknown-outflow";
    }
  }

  /** What the demo is asked for. */
  record Wish(
      PayoutsFile file,
      long seed,
      Path report,
      boolean keep,
      Optional<String> kill,
      Optional<Injection> inject,
      KeyStoreKind keyStore) {}

  @Override
  public Integer call() throws Exception {
    var run = RunFolder.ofCheckout();
    for (var entry : ProcessList.read(run)) {
      if (entry.handle().isPresent()) {
        System.err.println("A deployment runs already; stop it with: ./argosy down");
        return 1;
      }
    }
    var file = csv.isPresent() ? own(csv.get()) : PayoutsFile.make(payouts, seed);
    var wish =
        new Wish(
            file,
            seed,
            RunFolder.fromCaller(report.orElse(run.of("report.json"))),
            keep,
            kill,
            inject,
            keyStore);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (var screen = screen(out)) {
      var progress = new Progress(screen);
      var clock = Thread.ofVirtual().start(() -> tick(progress));
      try {
        return new Demo(run, wish, progress, out).run();
      } finally {
        clock.interrupt();
        clock.join();
      }
    }
  }

  /** So that a stage's seconds run on while nothing else happens. */
  private static void tick(Progress progress) {
    try {
      while (true) {
        Thread.sleep(TICK);
        progress.tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PayoutsFile own(Path file) throws IOException {
    return new PayoutsFile(Files.readString(RunFolder.fromCaller(file)), List.of());
  }

  private static Progress.Screen screen(PrintStream out) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    return terminal ? new LiveScreen(out, System.getenv("NO_COLOR") == null) : new PlainScreen(out);
  }
}
