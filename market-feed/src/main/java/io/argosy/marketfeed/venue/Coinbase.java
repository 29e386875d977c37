package io.argosy.marketfeed.venue;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import io.argosy.marketfeed.book.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Coinbase Advanced Trade, channels {@code level2} and {@code heartbeats}. All messages of a
 * connection share one number that counts up; a number that is not the next one means that any book
 * may lack a change. Where it is the next one, every book is still what the venue has.
 */
public final class Coinbase implements Venue {
  /** Its name in recordings and quotes. */
  public static final String NAME = "coinbase";

  private final Standings standings = new Standings(NAME);
  private OptionalLong expected = OptionalLong.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Effect opened() {
    expected = OptionalLong.empty();
    return standings.forget();
  }

  @Override
  public Effect take(Frame frame) {
    try {
      JsonNode message = Json.read(frame.text());
      long number = message.required("sequence_num").longValue();
      boolean next = expected.isEmpty() || expected.getAsLong() == number;
      expected = OptionalLong.of(number + 1);
      if (!next) {
        return gap(message, frame);
      }
      return inOrder(message, frame);
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return standings.dropAll(Fault.MALFORMED);
    }
  }

  /** What was there is lost; a snapshot in the very message that shows the gap already counts. */
  private Effect gap(JsonNode message, Frame frame) {
    Effect lost = standings.dropAll(Fault.SEQUENCE);
    var _ = inOrder(message, frame);
    return lost;
  }

  private Effect inOrder(JsonNode message, Frame frame) {
    Instant trueAt = frame.trueAt(Instant.parse(message.required("timestamp").stringValue()));
    return switch (message.required("channel").stringValue()) {
      case "l2_data" -> levels(message.required("events"), trueAt);
      case "heartbeats" -> standings.believeAll(trueAt);
      default -> Effect.NONE;
    };
  }

  private Effect levels(JsonNode events, Instant trueAt) {
    Set<String> moved = new LinkedHashSet<>();
    for (JsonNode event : events) {
      String pair = event.required("product_id").stringValue();
      Optional<Book> book =
          switch (event.required("type").stringValue()) {
            case "snapshot" -> Optional.of(Book.whole());
            case "update" -> standings.of(pair).map(Standing::book);
            default -> throw new IllegalArgumentException("unknown type of event");
          };
      book.ifPresent(
          levels -> {
            put(levels, event.required("updates"));
            var _ = standings.believe(pair, levels, trueAt);
            moved.add(pair);
          });
    }
    return new Effect.Moved(moved);
  }

  private static void put(Book book, JsonNode updates) {
    for (JsonNode update : updates) {
      Side side =
          switch (update.required("side").stringValue()) {
            case "bid" -> Side.BID;
            case "offer" -> Side.ASK;
            default -> throw new IllegalArgumentException("unknown side");
          };
      book.put(
          side,
          new Level(
              Json.decimal(update.required("price_level")),
              Json.decimal(update.required("new_quantity"))));
    }
  }

  @Override
  public Optional<Standing> standing(String pair) {
    return standings.of(pair);
  }
}
