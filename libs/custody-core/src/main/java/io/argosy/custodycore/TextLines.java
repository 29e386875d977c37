package io.argosy.custodycore;

import io.argosy.model.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Writes and reads the documents of this package: a title, then {@code name: value} lines. */
final class TextLines {
  private final StringBuilder text = new StringBuilder(1024);

  TextLines(String title) {
    text.append(title).append('\n');
  }

  TextLines line(String name, Object... values) {
    text.append(name).append(':');
    for (Object value : values) {
      text.append(' ').append(value);
    }
    text.append('\n');
    return this;
  }

  TextLines lines(String name, List<?> values) {
    values.forEach(value -> line(name, value));
    return this;
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** All following lines of a name. */
  static <T> List<T> all(StrictText in, String name, Function<String[], T> read) {
    var all = new ArrayList<T>();
    while (in.comes(name)) {
      all.add(read.apply(in.field(name).split(" ", -1)));
    }
    return all;
  }

  /** Refuses a document that is not the one encoding of what it says. */
  static <T> T canonical(byte[] bytes, T document, Function<T, byte[]> encode) {
    if (!Arrays.equals(bytes, encode.apply(document))) {
      throw new IllegalArgumentException("not the one encoding of its document");
    }
    return document;
  }

  static String word(String[] words, int place) {
    if (place >= words.length) {
      throw new IllegalArgumentException("a line of " + words.length + " words is too short");
    }
    return words[place];
  }
}
