package io.argosy.marketfeed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.marketfeed.quote.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SubscriberTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
  private final List<String> told = new ArrayList<>();
  private final Board board = new Board(List.of("ETH-USD", "DUSD-USD"));
  private boolean ready;

  private Subscriber watch(String... pairs) {
    return new Subscriber(
        Set.of(pairs),
        () -> ready,
        new Subscriber.Outlet() {
          @Override
          public void tell(Quote quote, long conflated) {
            told.add(quote.pair() + " " + quote.bid() + " after " + conflated);
          }

          @Override
          public void end() {
            told.add("end");
          }
        });
  }

  private void publish(String pair, int bid) {
    var price = BigDecimal.valueOf(bid);
    board.publish(new Quote(pair, price, price, NOW, List.of("kraken")));
  }

  @Test
  void aSlowWatcherIsToldTheNewestAndHowManyItMissed() {
    var slow = watch("ETH-USD", "DUSD-USD");
    board.join(slow);
    for (int bid = 1; bid <= 1_000; bid++) {
      publish("ETH-USD", bid);
    }
    publish("DUSD-USD", 7);
    assertThat(told).isEmpty();

    ready = true;
    slow.drain();

    assertThat(told).containsExactly("ETH-USD 1000 after 999", "DUSD-USD 7 after 999");
    assertThat(board.conflated()).isEqualTo(999);
  }

  @Test
  void aWatcherThatKeepsUpMissesNothing() {
    ready = true;
    board.join(watch("ETH-USD"));

    publish("ETH-USD", 1);
    publish("DUSD-USD", 5);
    publish("ETH-USD", 2);

    assertThat(told).containsExactly("ETH-USD 1 after 0", "ETH-USD 2 after 0");
    assertThat(board.conflated()).isZero();
  }

  @Test
  void whoComesLateIsToldTheNewestFirst() {
    ready = true;
    publish("ETH-USD", 1);
    publish("ETH-USD", 2);

    board.join(watch("ETH-USD"));

    assertThat(told).containsExactly("ETH-USD 2 after 0");
  }

  @Test
  void whoLeavesIsToldNothingMoreAndAStopEndsTheRest() {
    ready = true;
    var gone = watch("ETH-USD");
    board.join(gone);
    board.leave(gone);
    publish("ETH-USD", 1);
    assertThat(told).isEmpty();

    board.join(watch("DUSD-USD"));
    board.close();
    board.join(watch("ETH-USD"));

    assertThat(told).containsExactly("end", "end");
  }
}
