package io.argosy.marketfeed.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Coinbase's messages about made-up books: one number counts all messages of the connection. */
final class CoinbaseFrames {
  private static final int EVERY_LEVEL = 1_000;
  private final Map<SimulatedBook, SimulatedLevels> told = new LinkedHashMap<>();
  private long number;
  private long beats;

  String subscribed(Instant at) {
    var products = told.keySet().stream().map(book -> '"' + book.pair().name() + '"').toList();
    return message(
        "subscriptions",
        at,
        "{\"subscriptions\":{\"level2\":[%s],\"heartbeats\":[]}}"
            .formatted(String.join(",", products)));
  }

  String heartbeat(Instant at) {
    return message(
        "heartbeats",
        at,
        "{\"current_time\":\"%s\",\"heartbeat_counter\":\"%d\"}".formatted(at, beats++));
  }

  String snapshot(SimulatedBook book, Instant at) {
    told.put(book, SimulatedLevels.NONE);
    return levels("snapshot", book, at, changes(book, at));
  }

  /** What changed since the last message; empty text where nothing did. */
  String update(SimulatedBook book, Instant at) {
    var changes = changes(book, at);
    return changes.isEmpty() ? "" : levels("update", book, at, changes);
  }

  private String levels(String type, SimulatedBook book, Instant at, List<String> changes) {
    return message(
        "l2_data",
        at,
        "{\"type\":\"%s\",\"product_id\":\"%s\",\"updates\":[%s]}"
            .formatted(type, book.pair().name(), String.join(",", changes)));
  }

  private List<String> changes(SimulatedBook book, Instant at) {
    var before = told.getOrDefault(book, SimulatedLevels.NONE);
    var now = book.top(EVERY_LEVEL);
    told.put(book, now);
    var changes = new ArrayList<String>();
    changes.addAll(changes("bid", book.pair(), before.bids(), now.bids(), at));
    changes.addAll(changes("offer", book.pair(), before.asks(), now.asks(), at));
    return changes;
  }

  private static List<String> changes(
      String side, SimulatedPair pair, Map<Long, Long> before, Map<Long, Long> now, Instant at) {
    var prices = new TreeSet<>(before.keySet());
    prices.addAll(now.keySet());
    return prices.stream()
        .filter(price -> !before.getOrDefault(price, 0L).equals(now.getOrDefault(price, 0L)))
        .map(price -> change(side, at, pair, price, now.getOrDefault(price, 0L)))
        .toList();
  }

  private static String change(
      String side, Instant at, SimulatedPair pair, long price, long units) {
    return "{\"side\":\"%s\",\"event_time\":\"%s\",\"price_level\":\"%s\",\"new_quantity\":\"%s\"}"
        .formatted(
            side,
            at,
            pair.price(price).toPlainString(),
            units == 0 ? "0" : pair.quantity(units).toPlainString());
  }

  private String message(String channel, Instant at, String event) {
    return """
        {"channel":"%s","client_id":"","timestamp":"%s","sequence_num":%d,"events":[%s]}"""
        .formatted(channel, at, number++, event);
  }
}
