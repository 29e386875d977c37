package io.argosy.marketfeed.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.marketfeed.DemoRecording;
import io.argosy.marketfeed.book.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CoinbaseTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:10Z");
  private final Coinbase coinbase = new Coinbase();

  private static Frame frame(String channel, int number, int second, String event) {
    return new Frame(
        """
        {"channel":"%s","client_id":"","timestamp":"2026-11-02T09:00:0%dZ",
         "sequence_num":%d,"events":[%s]}"""
            .formatted(channel, second, number, event),
        NOW,
        Duration.ZERO);
  }

  private static Frame levels(int number, int second, String type, String pair, String bid) {
    return frame(
        "l2_data",
        number,
        second,
        """
        {"type":"%s","product_id":"%s","updates":[
         {"side":"bid","event_time":"2026-11-02T09:00:00Z","price_level":"%s","new_quantity":"1"},
         {"side":"offer","event_time":"2026-11-02T09:00:00Z","price_level":"9","new_quantity":"1"}]}"""
            .formatted(type, pair, bid));
  }

  private void open() {
    coinbase.take(levels(0, 1, "snapshot", "ETH-USD", "5.0"));
    coinbase.take(levels(1, 1, "snapshot", "DUSD-USD", "1.0"));
  }

  @Test
  void aMissingNumberDropsEveryBookUntilItsSnapshot() {
    open();

    assertThat(coinbase.take(levels(3, 2, "update", "ETH-USD", "5.1")))
        .isEqualTo(new Effect.Dropped(Fault.SEQUENCE, Set.of("ETH-USD", "DUSD-USD")));
    assertThat(coinbase.take(levels(4, 2, "update", "ETH-USD", "5.2"))).isEqualTo(Effect.NONE);
    assertThat(coinbase.standing("ETH-USD")).isEmpty();
    assertThat(coinbase.standing("DUSD-USD")).isEmpty();

    coinbase.take(levels(5, 3, "snapshot", "ETH-USD", "5.3"));
    assertThat(coinbase.standing("ETH-USD").orElseThrow().book().best(Side.BID))
        .contains(new BigDecimal("5.3"));
    assertThat(coinbase.standing("DUSD-USD")).isEmpty();
  }

  @Test
  void aMessageThatComesTwiceIsAGapToo() {
    open();

    assertThat(coinbase.take(levels(1, 2, "update", "ETH-USD", "5.1")))
        .isInstanceOf(Effect.Dropped.class);
  }

  @Test
  void aMissingHeartbeatCountsLikeAnyOtherMessage() {
    open();
    coinbase.take(frame("heartbeats", 2, 3, "{\"heartbeat_counter\":\"7\"}"));

    assertThat(coinbase.take(frame("heartbeats", 4, 5, "{\"heartbeat_counter\":\"9\"}")))
        .isInstanceOf(Effect.Dropped.class);
  }

  @Test
  void aNewConnectionCountsFromItsOwnFirstNumber() {
    open();
    coinbase.opened();

    assertThat(coinbase.standing("ETH-USD")).isEmpty();
    assertThat(coinbase.take(levels(0, 2, "snapshot", "ETH-USD", "5.0")))
        .isEqualTo(new Effect.Moved(Set.of("ETH-USD")));
  }

  @Test
  void whatCannotBeReadDropsEveryBook() {
    open();

    assertThat(coinbase.take(levels(2, 2, "update", "ETH-USD", "1e5000")))
        .isEqualTo(new Effect.Dropped(Fault.MALFORMED, Set.of("ETH-USD", "DUSD-USD")));
  }

  @Test
  void anUnbrokenHeartbeatProvesEveryBook() {
    open();

    coinbase.take(frame("heartbeats", 2, 7, "{\"heartbeat_counter\":\"7\"}"));

    assertThat(coinbase.standing("DUSD-USD").orElseThrow().trueAt())
        .isEqualTo(Instant.parse("2026-11-02T09:00:07Z"));
  }

  @Test
  void theRecordedSessionHasNoFault() throws IOException {
    var frames = DemoRecording.frames(Coinbase.NAME);

    assertThat(frames).hasSizeGreaterThan(500);
    assertThat(frames.stream().map(coinbase::take)).allMatch(Effect.Moved.class::isInstance);
  }
}
