package io.argosy.marketfeed.record;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import io.argosy.marketfeed.venue.KrakenChecksum;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Kraken's messages about one made-up book. A level that falls out of the ten best is not mentioned
 * again, whatever becomes of it, until it is among them once more: so does the venue.
 */
final class KrakenFrames {
  private static final int DEPTH = 10;
  private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
  private final SimulatedBook book;
  private SimulatedLevels told = SimulatedLevels.NONE;

  KrakenFrames(SimulatedBook book) {
    this.book = book;
  }

  static String heartbeat() {
    return HEARTBEAT;
  }

  String subscribed() {
    return """
        {"method":"subscribe","result":{"channel":"book","symbol":"%s","depth":10,"snapshot":true},\
        "success":true}"""
        .formatted(symbol());
  }

  String snapshot(Instant at) {
    told = book.top(DEPTH);
    return message("snapshot", told, at);
  }

  /** What changed among the ten best since the last message; empty text where nothing did. */
  String update(Instant at) {
    var before = told;
    told = book.top(DEPTH);
    var changes =
        new SimulatedLevels(
            changes(before.bids(), told.bids()), changes(before.asks(), told.asks()));
    return changes.equals(SimulatedLevels.NONE) ? "" : message("update", changes, at);
  }

  private Map<Long, Long> changes(Map<Long, Long> before, Map<Long, Long> after) {
    var changes = new LinkedHashMap<Long, Long>();
    before.keySet().stream()
        .filter(price -> !book.holds(price))
        .forEach(price -> changes.put(price, 0L));
    after.forEach(
        (price, units) -> {
          if (!units.equals(before.get(price))) {
            changes.put(price, units);
          }
        });
    return changes;
  }

  private String message(String type, SimulatedLevels levels, Instant at) {
    return """
        {"channel":"book","type":"%s","data":[{"symbol":"%s","bids":[%s],"asks":[%s],\
        "checksum":%d,"timestamp":"%s"}]}"""
        .formatted(type, symbol(), levels(levels.bids()), levels(levels.asks()), checksum(), at);
  }

  private String levels(Map<Long, Long> levels) {
    return levels.entrySet().stream()
        .map(
            level ->
                "{\"price\":%s,\"qty\":%s}"
                    .formatted(
                        book.pair().price(level.getKey()).toPlainString(),
                        book.pair().quantity(level.getValue()).toPlainString()))
        .collect(Collectors.joining(","));
  }

  private long checksum() {
    var best = Book.ofDepth(DEPTH);
    told.bids().forEach((price, units) -> best.put(Side.BID, level(price, units)));
    told.asks().forEach((price, units) -> best.put(Side.ASK, level(price, units)));
    return KrakenChecksum.of(best);
  }

  private Level level(long price, long units) {
    return new Level(book.pair().price(price), book.pair().quantity(units));
  }

  private String symbol() {
    return book.pair().name().replace('-', '/');
  }
}
