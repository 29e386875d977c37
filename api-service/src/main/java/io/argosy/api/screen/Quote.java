package io.argosy.api.screen;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a pair is worth.
 *
 * @param bid the best price that a venue bids
 * @param ask the best price that a venue asks, at least the bid
 * @param asOf when the older of the two was true
 */
public record Quote(String pair, BigDecimal bid, BigDecimal ask, Instant asOf) {
  public Quote {
    if (bid.signum() <= 0 || ask.compareTo(bid) < 0) {
      throw new IllegalArgumentException(pair + ": 0 < bid <= ask");
    }
  }

  /** Reads decimal text; an exponent, a sign or a hundred digits are no price. */
  public static Quote of(String pair, String bid, String ask, Instant asOf) {
    return new Quote(pair, price(bid), price(ask), asOf);
  }

  private static BigDecimal price(String text) {
    if (!text.matches("[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      throw new IllegalArgumentException("not a price");
    }
    return new BigDecimal(text);
  }
}
