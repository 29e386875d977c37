package io.argosy.marketfeed;

import io.argosy.marketfeed.quote.Consolidation;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.StrictConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the feed is told at its start. */
record FeedConfig(
    Path portsFile,
    Listen listen,
    List<Path> recordings,
    Consolidation consolidation,
    OptionalInt prometheusPort) {
  private static final String SUFFIX = ".jsonl.gz";

  FeedConfig {
    recordings = List.copyOf(recordings);
  }

  static FeedConfig read(Path file) throws IOException {
    var config = StrictConfig.read(file);
    String deployment = config.text("deployment");
    var portsFile = config.path("ports-file");
    var listen = EdgeConfig.listen(config.section("listen"), deployment, Reflection.ON);
    var recordings = recordings(config);
    var quotes = config.section("quotes");
    var consolidation =
        new Consolidation(quotes.duration("stale-after"), quotes.number("venues-needed"));
    if (consolidation.staleAfter().isNegative() || consolidation.staleAfter().isZero()) {
      throw quotes.fault("stale-after", "is not above zero; give a time such as 10s");
    }
    if (consolidation.venuesNeeded() < 1) {
      throw quotes.fault("venues-needed", "is below 1; one venue is the least");
    }
    var prometheusPort = EdgeConfig.prometheusPort(config);
    config.finish();
    return new FeedConfig(portsFile, listen, recordings, consolidation, prometheusPort);
  }

  /** One file, or every recording of a folder in the order of their names. */
  private static List<Path> recordings(StrictConfig config) throws IOException {
    Path place = config.path("recording");
    var found = new ArrayList<Path>();
    if (Files.isDirectory(place)) {
      try (var files = Files.newDirectoryStream(place, "*" + SUFFIX)) {
        files.forEach(found::add);
      }
    } else if (Files.isRegularFile(place)) {
      found.add(place);
    }
    if (found.isEmpty()) {
      throw config.fault("recording", "names no file and no folder with *" + SUFFIX + ": " + place);
    }
    return found.stream().sorted().toList();
  }
}
