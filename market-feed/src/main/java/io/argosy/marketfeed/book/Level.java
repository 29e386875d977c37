package io.argosy.marketfeed.book;

import java.math.BigDecimal;

/**
 * What is offered at one price, in the digits that the venue wrote: trailing zeros are kept, for
 * they count in checksums.
 *
 * @param price above zero
 * @param quantity zero where the level is gone
 */
public record Level(BigDecimal price, BigDecimal quantity) {
  private static final int MOST_DIGITS = 38;
  private static final int MOST_DECIMALS = 18;

  public Level {
    if (price.signum() <= 0 || !plain(price)) {
      throw new IllegalArgumentException("not a price: " + price.unscaledValue().bitLength());
    }
    if (quantity.signum() < 0 || !plain(quantity)) {
      throw new IllegalArgumentException("not a quantity: " + quantity.unscaledValue().bitLength());
    }
  }

  /** A few bytes such as 1e999999 would otherwise be written out as a million digits. */
  private static boolean plain(BigDecimal number) {
    return number.scale() >= 0
        && number.scale() <= MOST_DECIMALS
        && number.precision() <= MOST_DIGITS;
  }
}
