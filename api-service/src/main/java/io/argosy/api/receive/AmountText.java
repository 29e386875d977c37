package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.AMOUNT_DECIMALS;
import static io.argosy.api.receive.RowReason.AMOUNT_DIGITS;
import static io.argosy.api.receive.RowReason.AMOUNT_EXPONENT;
import static io.argosy.api.receive.RowReason.AMOUNT_FORMAT;
import static io.argosy.api.receive.RowReason.AMOUNT_RANGE;
import static io.argosy.api.receive.RowReason.AMOUNT_SEPARATOR;
import static io.argosy.api.receive.RowReason.AMOUNT_SIGN;
import static io.argosy.api.receive.RowReason.AMOUNT_ZERO;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads an amount in whole units, as people write it, into base units. */
final class AmountText {
  /** 2^256 has 78 digits; longer text is not worth reading. */
  private static final int LONGEST = 128;

  private AmountText() {}

  static Checked<BigInteger> parse(String text, int decimals) {
    return number(text).then(amount -> units(amount, decimals));
  }

  /** What is wrong whatever is paid: as many decimals as stand there are taken for allowed. */
  static Checked<BigInteger> parseOfAnyAsset(String text) {
    return number(text).then(amount -> units(amount, Math.max(0, amount.scale())));
  }

  private static Checked<BigDecimal> number(String text) {
    if (text.length() > LONGEST) {
      return Checked.bad(AMOUNT_RANGE, "write at most 2^256 - 1 base units");
    }
    if (text.codePoints().anyMatch(c -> c > '9' && Character.isDigit(c))) {
      return Checked.bad(AMOUNT_DIGITS, "write the digits 0 to 9");
    }
    if (text.startsWith("+") || text.startsWith("-") || text.startsWith("(")) {
      return Checked.bad(AMOUNT_SIGN, "write a positive number without a sign");
    }
    if (text.matches("[0-9.]+[eE][+-]?[0-9]+")) {
      return Checked.bad(AMOUNT_EXPONENT, "write all digits, without an exponent");
    }
    if (text.matches("[0-9][0-9,.'_ \u00a0\u202f]*") && !text.matches("[0-9]+(\\.[0-9]*)?")) {
      return Checked.bad(AMOUNT_SEPARATOR, "write no thousands separators, and a point for cents");
    }
    if (!text.matches("[0-9]+(\\.[0-9]+)?")) {
      return Checked.bad(AMOUNT_FORMAT, "write digits and at most one point, such as 12.50");
    }
    return Checked.good(new BigDecimal(text).stripTrailingZeros());
  }

  /** Reads base units: digits only. */
  static Checked<BigInteger> parseUnits(String text) {
    if (text.length() > LONGEST) {
      return Checked.bad(AMOUNT_RANGE, "write at most 2^256 - 1 base units");
    }
    if (!text.matches("[0-9]+")) {
      return Checked.bad(AMOUNT_FORMAT, "write base units, digits only");
    }
    return units(new BigDecimal(text), 0);
  }

  private static Checked<BigInteger> units(BigDecimal amount, int decimals) {
    if (amount.signum() == 0) {
      return Checked.bad(AMOUNT_ZERO, "write more than zero, or leave the line out");
    }
    if (amount.scale() > decimals) {
      return Checked.bad(AMOUNT_DECIMALS, "write at most " + decimals + " digits after the point");
    }
    var units = amount.movePointRight(decimals).toBigIntegerExact();
    if (units.bitLength() > 256) {
      return Checked.bad(AMOUNT_RANGE, "write at most 2^256 - 1 base units");
    }
    return Checked.good(units);
  }
}
