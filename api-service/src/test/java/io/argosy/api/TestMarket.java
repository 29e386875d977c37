package io.argosy.api;

import com.google.protobuf.Timestamp;
import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.proto.marketdata.v1.Quote;
import io.argosy.proto.marketdata.v1.WatchQuotesRequest;
import io.argosy.proto.marketdata.v1.WatchQuotesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the same prices again and again, as true now, until it falls silent. */
final class TestMarket extends MarketDataServiceGrpc.MarketDataServiceImplBase {
  private final Map<String, String> prices = new ConcurrentHashMap<>();
  private volatile boolean silent;

  TestMarket(Map<String, String> prices) {
    this.prices.putAll(prices);
  }

  void fallSilent() {
    silent = true;
  }

  void speak() {
    silent = false;
  }

  @Override
  public void watchQuotes(WatchQuotesRequest request, StreamObserver<WatchQuotesResponse> out) {
    var call = (ServerCallStreamObserver<WatchQuotesResponse>) out;
    call.setOnCancelHandler(() -> {});
    Thread.ofVirtual().start(() -> tell(call));
  }

  private void tell(ServerCallStreamObserver<WatchQuotesResponse> call) {
    try {
      while (!call.isCancelled()) {
        if (!silent) {
          prices.forEach((pair, price) -> call.onNext(response(pair, price)));
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static WatchQuotesResponse response(String pair, String price) {
    var now = Instant.now();
    return WatchQuotesResponse.newBuilder()
        .setQuote(
            Quote.newBuilder()
                .setPair(pair)
                .setBid(price)
                .setAsk(price)
                .setAsOf(
                    Timestamp.newBuilder()
                        .setSeconds(now.getEpochSecond())
                        .setNanos(now.getNano())))
        .build();
  }
}
