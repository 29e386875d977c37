package io.argosy.marketfeed.venue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Level;
import io.argosy.marketfeed.book.Side;
import java.util.zip.CRC32;

/**
 * Kraken's book checksum: CRC-32 over price and quantity of the ten best asks, then the ten best
 * bids, each without its point and leading zeros (Kraken, "Book checksum, WebSocket v2").
 */
public final class KrakenChecksum {
  private static final int LEVELS = 10;

  private KrakenChecksum() {}

  /** The checksum of a book, 0 to 2^32 - 1. */
  public static long of(Book book) {
    var digits = new StringBuilder();
    for (Side side : new Side[] {Side.ASK, Side.BID}) {
      for (Level level : book.top(side, LEVELS)) {
        digits.append(level.price().unscaledValue()).append(level.quantity().unscaledValue());
      }
    }
    var crc = new CRC32();
    crc.update(digits.toString().getBytes(US_ASCII));
    return crc.getValue();
  }
}
