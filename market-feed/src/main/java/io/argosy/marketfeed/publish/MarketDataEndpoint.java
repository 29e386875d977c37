package io.argosy.marketfeed.publish;

import io.argosy.marketfeed.quote.Quote;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.proto.marketdata.v1.WatchQuotesRequest;
import io.argosy.proto.marketdata.v1.WatchQuotesResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Streams quotes. */
public final class MarketDataEndpoint extends MarketDataServiceGrpc.MarketDataServiceImplBase {
  private final Board board;

  public MarketDataEndpoint(Board board) {
    this.board = board;
  }

  @Override
  public void watchQuotes(WatchQuotesRequest request, StreamObserver<WatchQuotesResponse> out) {
    var pairs = QuoteWire.pairs(request, board.pairs());
    var call = (ServerCallStreamObserver<WatchQuotesResponse>) out;
    var subscriber = new Subscriber(pairs, call::isReady, new Stream(call));
    call.setOnReadyHandler(subscriber::drain);
    call.setOnCancelHandler(() -> board.leave(subscriber));
    board.join(subscriber);
  }

  private record Stream(ServerCallStreamObserver<WatchQuotesResponse> call)
      implements Subscriber.Outlet {
    @Override
    public void tell(Quote quote, long conflated) {
      call.onNext(QuoteWire.response(quote, conflated));
    }

    @Override
    public void end() {
      if (!call.isCancelled()) {
        call.onError(Refusal.of(Reason.REASON_DEPENDENCY_DOWN, "feed", "it stops").status());
      }
    }
  }
}
