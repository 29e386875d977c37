package io.argosy.api.screen;

import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.proto.marketdata.v1.WatchQuotesRequest;
import io.argosy.proto.marketdata.v1.WatchQuotesResponse;
import io.argosy.servicekit.GrpcClient;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps market-feed's stream of quotes open and the book filled; connects again after a loss. While
 * there is none, quotes age in the book and the rules that need them refuse.
 */
public final class QuoteClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuoteClient.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private final GrpcClient market;
  private final WatchQuotesRequest request;
  private final QuoteBook book;
  private final Thread thread;

  private QuoteClient(GrpcClient market, Collection<String> pairs, QuoteBook book) {
    this.market = market;
    this.request = WatchQuotesRequest.newBuilder().addAllPairs(pairs).build();
    this.book = book;
    this.thread = Thread.ofVirtual().name("quotes").unstarted(this::watch);
  }

  /** Starts to watch; the client owns the channel from now on. */
  public static QuoteClient start(GrpcClient market, Collection<String> pairs, QuoteBook book) {
    var client = new QuoteClient(market, pairs, book);
    client.thread.start();
    return client;
  }

  private void watch() {
    var pause = FIRST_PAUSE;
    while (!Thread.currentThread().isInterrupted()) {
      if (readToTheEnd()) {
        pause = FIRST_PAUSE;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  /** Whether the stream told anything before it ended. */
  private boolean readToTheEnd() {
    boolean told = false;
    market.reconnect(); // the pauses are ours: the channel's own grow to two minutes
    try {
      var stub = MarketDataServiceGrpc.newBlockingStub(market.channel());
      var quotes = stub.watchQuotes(request);
      while (quotes.hasNext()) {
        take(quotes.next());
        if (!told) {
          LOG.info("market-feed tells quotes");
          told = true;
        }
      }
    } catch (StatusRuntimeException e) {
      if (told && !Thread.currentThread().isInterrupted()) {
        LOG.warn("market-feed no longer tells quotes: {}", e.getStatus().getCode());
      }
    }
    return told;
  }

  private void take(WatchQuotesResponse response) {
    var quote = response.getQuote();
    var asOf = quote.getAsOf();
    try {
      book.put(
          Quote.of(
              quote.getPair(),
              quote.getBid(),
              quote.getAsk(),
              Instant.ofEpochSecond(asOf.getSeconds(), asOf.getNanos())));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      LOG.warn("market-feed told a quote that is none", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    market.close();
  }
}
