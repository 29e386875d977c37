package io.argosy.model;

import java.nio.charset.StandardCharsets;
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

  /** The value of the next line, which must be this field. */
  public String field(String name) {
    if (!comes(name)) {
      throw new IllegalArgumentException("line " + (next + 1) + ": expected field " + name);
    }
    return lines.get(next++).substring(name.length() + 2);
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
