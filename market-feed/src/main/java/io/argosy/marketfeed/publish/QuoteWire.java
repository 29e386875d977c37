package io.argosy.marketfeed.publish;

import com.google.protobuf.Timestamp;
import io.argosy.marketfeed.quote.Quote;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.marketdata.v1.WatchQuotesRequest;
import io.argosy.proto.marketdata.v1.WatchQuotesResponse;
import io.argosy.servicekit.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;

/** Quotes on the wire. */
final class QuoteWire {
  private QuoteWire() {}

  /** The pairs that a request asks for; refuses with every unknown one. */
  static Set<String> pairs(WatchQuotesRequest request, Set<String> known) {
    var unknown = new LinkedHashMap<String, String>();
    for (int i = 0; i < request.getPairsCount(); i++) {
      if (!known.contains(request.getPairs(i))) {
        unknown.put("pairs[" + i + "]", "no such pair here");
      }
    }
    if (!unknown.isEmpty()) {
      throw Refusal.of(Reason.REASON_NOT_FOUND, unknown);
    }
    return request.getPairsCount() == 0 ? known : Set.copyOf(request.getPairsList());
  }

  static WatchQuotesResponse response(Quote quote, long conflated) {
    return WatchQuotesResponse.newBuilder()
        .setConflatedCount(conflated)
        .setQuote(
            io.argosy.proto.marketdata.v1.Quote.newBuilder()
                .setPair(quote.pair())
                .setBid(quote.bid().toPlainString())
                .setAsk(quote.ask().toPlainString())
                .setAsOf(timestamp(quote.asOf()))
                .addAllVenues(quote.venues()))
        .build();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
