package io.argosy.marketfeed.venue;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import io.argosy.marketfeed.book.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Kraken's WebSocket v2, channel {@code book}, depth 10. Each message carries a checksum of the
 * whole book that it leaves, so each pair is checked by itself; a heartbeat proves nothing.
 */
public final class Kraken implements Venue {
  /** Its name in recordings and quotes. */
  public static final String NAME = "kraken";

  private static final int DEPTH = 10;
  private final Standings standings = new Standings(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Effect opened() {
    return standings.forget();
  }

  @Override
  public Effect take(Frame frame) {
    try {
      JsonNode message = Json.read(frame.text());
      return message.path("channel").asString("").equals("book")
          ? book(message, frame)
          : Effect.NONE;
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return standings.dropAll(Fault.MALFORMED);
    }
  }

  private Effect book(JsonNode message, Frame frame) {
    JsonNode data = message.required("data").required(0);
    String pair = data.required("symbol").stringValue().replace('/', '-');
    return switch (message.required("type").stringValue()) {
      case "snapshot" -> check(pair, Book.ofDepth(DEPTH), data, frame);
      case "update" ->
          standings
              .of(pair)
              .map(standing -> check(pair, standing.book(), data, frame))
              .orElse(Effect.NONE); // the snapshot that is on its way will hold it
      default -> standings.drop(Fault.MALFORMED, pair);
    };
  }

  /** All levels first, then the depth, then the checksum. */
  private Effect check(String pair, Book book, JsonNode data, Frame frame) {
    put(book, Side.BID, data.required("bids"));
    put(book, Side.ASK, data.required("asks"));
    book.truncate();
    if (KrakenChecksum.of(book) != data.required("checksum").longValue()) {
      return standings.drop(Fault.CHECKSUM, pair);
    }
    JsonNode said = data.path("timestamp");
    Instant trueAt =
        said.isString() ? frame.trueAt(Instant.parse(said.stringValue())) : frame.received();
    return standings.believe(pair, book, trueAt);
  }

  private static void put(Book book, Side side, JsonNode levels) {
    for (JsonNode level : levels) {
      book.put(
          side,
          new Level(level.required("price").decimalValue(), level.required("qty").decimalValue()));
    }
  }

  @Override
  public Optional<Standing> standing(String pair) {
    return standings.of(pair);
  }
}
