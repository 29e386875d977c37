package io.argosy.model;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a signed document line by line: {@code name: value}, printable ASCII, LF, every field once
 * and in order. A fault names its line. Confined to one thread.
 */
public final class StrictText {
  private static final int MOST_BYTES = 64 * 1024;
  private final List<String> lines;
  private int next;

  private StrictText(List<String> lines) {
    this.lines = lines;
  }

  /** Opens a document whose first line is this title. */
  public static StrictText open(byte[] bytes, String title) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("a signed document has at most 65,536 bytes");
    }
    for (byte b : bytes) {
      if (b != '\n' && (b < 32 || b > 126)) {
        throw new IllegalArgumentException("a signed document is printable ASCII and LF");
      }
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("a signed document ends with LF");
    }
    var lines = new ArrayList<String>(List.of(text.split("\n", -1)));
    lines.removeLast();
    var reader = new StrictText(lines);
    if (!reader.lines.getFirst().equals(title)) {
      throw new IllegalArgumentException("line 1: expected \"" + title + "\"");
    }
    reader.next = 1;
    return reader;
  }

  /** Whether a document begins with this title; all else about it is for {@link #open}. */
  static boolean hasTitle(byte[] bytes, String title) {
    byte[] first = (title + "\n").getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= first.length
        && java.util.Arrays.equals(bytes, 0, first.length, first, 0, first.length);
  }

  /** The value of the next line, which must be this field. */
  public String field(String name) {
    if (!comes(name)) {
      throw new IllegalArgumentException("line " + (next + 1) + ": expected field " + name);
    }
    return lines.get(next++).substring(name.length() + 2);
  }

  /** The next line's value as a whole number of at most 78 digits, without a leading zero. */
  BigInteger whole(String name) {
    return whole(name, field(name));
  }

  /** A whole number of at most 78 digits, without sign or leading zero. */
  static BigInteger whole(String name, String text) {
    if (!text.matches("0|[1-9][0-9]{0,77}")) {
      throw new IllegalArgumentException(name + ": a whole number without sign or leading zero");
    }
    return new BigInteger(text);
  }

  /** The next line's value as a time. */
  Instant instant(String name) {
    try {
      return Instant.parse(field(name));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(name + ": a time is written 2026-01-31T23:59:59Z", e);
    }
  }

  /** Whether the next line is this field. */
  public boolean comes(String name) {
    return next < lines.size() && lines.get(next).startsWith(name + ": ");
  }

  /** Refuses anything after the last field. */
  public void end() {
    if (next != lines.size()) {
      throw new IllegalArgumentException("line " + (next + 1) + ": nothing is expected here");
    }
  }
}
