package io.argosy.marketfeed;

import io.argosy.marketfeed.publish.Board;
import io.argosy.marketfeed.publish.MarketDataEndpoint;
import io.argosy.marketfeed.record.Recording;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.PortsFile;
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
    var board = new Board(pairs(config.recordings()));
    var feed = new Feed(config.consolidation(), board, new FeedCounts());
    var server =
        lifetime.closing(GrpcServer.start(config.listen(), List.of(new MarketDataEndpoint(board))));
    lifetime.closing(board);
    lifetime.closing(
        FreshnessCheck.start(board, config.consolidation().staleAfter(), server, clock));
    lifetime.closing(Replay.start(config.recordings(), feed, clock));
    PortsFile.write(config.portsFile(), new TreeMap<>(Map.of("feed", server.port())));
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
