package io.argosy.acceptance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file that is wrong in one way, and the sentences that a person must read about it.
 *
 * @param name what is wrong
 * @param told the beginning and the end of each sentence, in order
 * @param right lines without a fault
 */
record BadFile(String name, byte[] bytes, List<Sentence> told, int right) {
  private static final String HEADER = "external_id,recipient,asset,amount\n";
  private static final String PAYEE = "0x00000000000000000000000000000000000000aa";
  private static final String GOOD = "good," + PAYEE + ",DUSD,1.50\n";

  BadFile {
    told = List.copyOf(told);
  }

  /** Line, field, what stood there, and the reason at its end. */
  record Sentence(int line, String field, String found, String reason) {
    String begins() {
      return "line %d, %s: \"%s".formatted(line, field, found);
    }

    String ends() {
      return "[" + reason + "]";
    }
  }

  static final BadFile NONE = new BadFile("nothing", ascii(HEADER + GOOD), List.of(), 1);

  /** Every kind of fault, each in a file of its own. */
  static List<BadFile> all(String token) {
    return List.of(
        encoding(),
        new BadFile(
            "byte-order mark",
            ("\ufeff" + HEADER + GOOD).getBytes(StandardCharsets.UTF_8),
            List.of(new Sentence(1, "file", "EF BB BF", "BYTE_ORDER_MARK")),
            1),
        new BadFile(
            "semicolons",
            ascii((HEADER + GOOD).replace(',', ';')),
            List.of(new Sentence(1, "line", "external_id;recipient", "SEPARATOR")),
            0),
        new BadFile(
            "tabs",
            ascii((HEADER + GOOD).replace(',', '\t')),
            List.of(new Sentence(1, "line", "external_id\\u0009recipient", "SEPARATOR")),
            0),
        line("open quote", "a,\"" + PAYEE + ",DUSD,1\n", "line", "a,\"", "QUOTES"),
        line("text after a quote", "a,\"" + PAYEE + "\"x,DUSD,1\n", "line", "a,", "QUOTES"),
        amount("exponent", "1e18", "AMOUNT_EXPONENT"),
        amount("minus", "-5.00", "AMOUNT_SIGN"),
        amount("plus", "+5.00", "AMOUNT_SIGN"),
        amount("comma for thousands", "\"1,000.00\"", "1,000.00", "AMOUNT_SEPARATOR"),
        amount("space for thousands", "1 000.00", "AMOUNT_SEPARATOR"),
        amount("point for thousands", "1.000.000", "AMOUNT_SEPARATOR"),
        amount("Arabic digits", "\u0665.00", "\\u0665.00", "AMOUNT_DIGITS"),
        amount("full-width digits", "\uff15", "\\uff15", "AMOUNT_DIGITS"),
        amount("seven decimals of six", "1.0000001", "AMOUNT_DECIMALS"),
        amount("zero", "0.00", "AMOUNT_ZERO"),
        amount("2^256 units", "1" + "0".repeat(72), "AMOUNT_RANGE"),
        amount("words", "five", "AMOUNT_FORMAT"),
        amount("empty", "", "FIELD_MISSING"),
        recipient("checksum", "0x52908400098527886E0F7030069857D2E4169eE7", "ADDRESS_CHECKSUM"),
        recipient("zero address", "0x" + "0".repeat(40), "ADDRESS_ZERO"),
        recipient("the token itself", token, "ADDRESS_TOKEN"),
        recipient("39 digits", PAYEE.substring(0, 41), "ADDRESS_FORMAT"),
        line("unknown asset", "a," + PAYEE + ",DGBP,1\n", "asset", "DGBP", "ASSET_UNKNOWN"),
        line("a field less", "a," + PAYEE + ",DUSD\n", "line", "3 fields", "FIELD_COUNT"),
        line("duplicate id", GOOD, "external_id", "good", "EXTERNAL_ID_TWICE"),
        new BadFile(
            "duplicate line of a Safe file",
            ascii(
                "token_type,token_address,receiver,amount\n"
                    + ("native,," + PAYEE + ",0.5\n").repeat(2)),
            List.of(new Sentence(3, "line", PAYEE, "ROW_TWICE")),
            1),
        new BadFile(
            "missing column",
            ascii("external_id,recipient,asset\na," + PAYEE + ",DUSD\n"),
            List.of(new Sentence(1, "amount", "", "COLUMN_MISSING")),
            0),
        new BadFile(
            "unknown column",
            ascii("external_id,recipient,asset,amount,color\na," + PAYEE + ",DUSD,1,red\n"),
            List.of(new Sentence(1, "color", "color", "COLUMN_UNKNOWN")),
            0),
        new BadFile("empty", new byte[0], List.of(new Sentence(1, "file", "", "FILE_EMPTY")), 0),
        tooMany());
  }

  private static BadFile encoding() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ascii(HEADER + GOOD + "M"));
    bytes.write(0xfc); // u with two dots in Latin-1, nothing in UTF-8
    bytes.writeBytes(ascii("ller," + PAYEE + ",DUSD,1\n"));
    var told = List.of(new Sentence(3, "line", "M\\u00fcller,", "ENCODING"));
    return new BadFile("encoding", bytes.toByteArray(), told, 1);
  }

  private static BadFile tooMany() {
    var text = new StringBuilder(HEADER);
    for (int i = 0; i < 100_001; i++) {
      text.append("p-").append(i).append(',').append(PAYEE).append(",DUSD,1\n");
    }
    var told = List.of(new Sentence(100_002, "file", "100001 rows", "TOO_MANY_ROWS"));
    return new BadFile("100,001 rows", ascii(text.toString()), told, 0);
  }

  private static BadFile amount(String name, String text, String reason) {
    return amount(name, text, text, reason);
  }

  private static BadFile amount(String name, String text, String found, String reason) {
    return line(name, "a," + PAYEE + ",DUSD," + text + "\n", "amount", found, reason);
  }

  private static BadFile recipient(String name, String text, String reason) {
    return line(name, "a," + text + ",DUSD,1\n", "recipient", text, reason);
  }

  /** A line that is wrong, below one that is right. */
  private static BadFile line(String name, String line, String field, String found, String reason) {
    var told = List.of(new Sentence(3, field, found, reason));
    byte[] bytes = (HEADER + GOOD + line).getBytes(StandardCharsets.UTF_8);
    return new BadFile(name, bytes, told, 1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return name;
  }
}
