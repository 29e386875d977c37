package io.argosy.cli.demo;

import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The demo's file of payouts: the same seed gives the same file. A dozen of its lines are wrong on
 * purpose when there are a hundred or more.
 *
 * @param text the CSV
 * @param recipients of the good lines, in order
 */
public record PayoutsFile(String text, List<Recipient> recipients) {
  private static final String HEADER = "external_id,recipient,asset,amount,reference\n";
  private static final List<String> SYMBOLS = List.of("DUSD", "DUSD", "DEUR", "DUSD", "ETH");

  /**
   * Who a good line pays.
   *
   * @param existing whether the demo gives this recipient a balance beforehand
   */
  public record Recipient(Address address, String symbol, boolean existing) {}

  public PayoutsFile {
    recipients = List.copyOf(recipients);
  }

  /**
   * Makes a file of this many lines beside the header.
   *
   * @param seed names the run; external ids and recipients follow from it
   */
  public static PayoutsFile make(int lines, long seed) {
    var bad = badLines(lines, seed);
    var text = new StringBuilder(HEADER);
    var recipients = new ArrayList<Recipient>();
    for (int i = 0; i < lines; i++) {
      int wrong = i % Math.max(1, lines / Math.max(1, bad.size()));
      int which = i / Math.max(1, lines / Math.max(1, bad.size()));
      if (!bad.isEmpty() && wrong == 7 && which < bad.size()) {
        text.append(bad.get(which)).append('\n');
        continue;
      }
      String symbol = SYMBOLS.get(i % SYMBOLS.size());
      var recipient = new Recipient(address(seed, i), symbol, i % 2 == 1);
      recipients.add(recipient);
      text.append(
          "pay-%d-%06d,%s,%s,%s,demo %d\n"
              .formatted(seed, i, recipient.address(), symbol, amount(symbol, seed, i), i));
    }
    return new PayoutsFile(text.toString(), recipients);
  }

  private static Address address(long seed, int line) {
    return Address.of(Arrays.copyOf(hash("recipient", seed, line), 20));
  }

  /** From 1.00 to 99.99 of a token, and a thousandth of that in ether. */
  private static String amount(String symbol, long seed, int line) {
    byte[] hash = hash("amount", seed, line);
    int hundredths = 100 + (((hash[0] & 0xff) << 8) | (hash[1] & 0xff)) % 9_900;
    int scale = symbol.equals("ETH") ? 5 : 2;
    return BigDecimal.valueOf(hundredths, scale).toPlainString();
  }

  private static byte[] hash(String what, long seed, int line) {
    var text = "argosy demo %s %d %d".formatted(what, seed, line);
    return Digest32.sha256(text.getBytes(StandardCharsets.US_ASCII)).bytes();
  }

  private static List<String> badLines(int lines, long seed) {
    if (lines < 100) {
      return List.of();
    }
    String good = address(seed, 0).toString();
    String zero = "0x" + "0".repeat(40);
    String mixed = "0x52908400098527886E0F7030069857D2E4169eE7";
    return List.of(
        bad(seed, 1, good, "DUSD", "1e18"),
        bad(seed, 2, good, "DUSD", "-5.00"),
        bad(seed, 3, good, "DUSD", "1.0000001"),
        bad(seed, 4, good, "DUSD", "0"),
        bad(seed, 5, zero, "DUSD", "5.00"),
        bad(seed, 6, mixed, "DUSD", "5.00"),
        bad(seed, 7, good.substring(0, 40), "DEUR", "5.00"),
        bad(seed, 8, good, "DGBP", "5.00"),
        bad(seed, 9, good, "DEUR", "1 000.00"),
        bad(seed, 10, good, "DEUR", "٥.00"),
        bad(seed, 11, good, "ETH", "1" + "0".repeat(60)),
        "pay-%d-bad-12,%s,DUSD".formatted(seed, good));
  }

  private static String bad(long seed, int number, String recipient, String symbol, String amount) {
    return "pay-%d-bad-%02d,%s,%s,%s,bad on purpose"
        .formatted(seed, number, recipient, symbol, amount);
  }
}
