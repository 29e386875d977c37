package io.argosy.marketfeed;

import io.argosy.marketfeed.publish.Board;
import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.servicekit.GrpcServer;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells health: serving only while at least one pair has a fresh quote; and each pair's own. */
final class FreshnessCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FreshnessCheck.class);
  private static final Duration PERIOD = Duration.ofMillis(200);
  private final Board board;
  private final Duration staleAfter;
  private final GrpcServer server;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("freshness").unstarted(this::run);
  private boolean serving;

  private FreshnessCheck(Board board, Duration staleAfter, GrpcServer server, Clock clock) {
    this.board = board;
    this.staleAfter = staleAfter;
    this.server = server;
    this.clock = clock;
  }

  static FreshnessCheck start(Board board, Duration staleAfter, GrpcServer server, Clock clock) {
    var check = new FreshnessCheck(board, staleAfter, server, clock);
    check.tell();
    check.thread.start();
    return check;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: there is nothing after this
    }
  }

  private void tell() {
    int fresh = 0;
    for (String pair : board.pairs()) {
      boolean isFresh = board.isFresh(pair, clock.instant(), staleAfter);
      server.health("pair/" + pair, isFresh);
      fresh += isFresh ? 1 : 0;
    }
    server.health("", fresh > 0);
    server.health(MarketDataServiceGrpc.SERVICE_NAME, fresh > 0);
    if (serving != fresh > 0) {
      serving = fresh > 0;
      LOG.info("{} of {} pairs are fresh", fresh, board.pairs().size());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
