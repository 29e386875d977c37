package io.argosy.marketfeed;

import io.argosy.marketfeed.publish.Board;
import io.argosy.marketfeed.publish.MarketDataEndpoint;
import io.argosy.marketfeed.record.Recording;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.PortsFile;
import io.argosy.servicekit.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The program: {@code MarketFeed configuration-file}. */
public final class MarketFeed {
  private MarketFeed() {}

  static void main(String[] words) {
    Lifetime.run("market-feed", lifetime -> start(lifetime, Path.of(words[0])));
  }

  private static void start(Lifetime lifetime, Path file) throws IOException {
    var config = FeedConfig.read(file);
    var clock = Clock.systemUTC();
    var telemetry = lifetime.closing(Telemetry.start(config.prometheusPort()));
    var board = new Board(pairs(config.recordings()));
    var counts = new FeedCounts();
    counts.show(telemetry.meter(), board);
    var feed = new Feed(config.consolidation(), board, counts);
    var endpoints = List.of(new MarketDataEndpoint(board));
    var server = lifetime.closing(GrpcServer.start(config.listen(), endpoints, telemetry));
    lifetime.closing(board);
    lifetime.closing(
        FreshnessCheck.start(board, config.consolidation().staleAfter(), server, clock));
    lifetime.closing(Replay.start(config.recordings(), feed, clock));
    var ports = new TreeMap<>(Map.of("feed", server.port()));
    telemetry.port().ifPresent(port -> ports.put("metrics", port));
    PortsFile.write(config.portsFile(), ports);
  }

  private static List<String> pairs(List<Path> recordings) throws IOException {
    var pairs = new TreeSet<String>();
    for (Path file : recordings) {
      try (var recording = Recording.open(file)) {
        pairs.addAll(recording.pairs());
      }
    }
    return List.copyOf(pairs);
  }
}
