package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.QUOTES;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line as RFC 4180 has it, spaces around a field left out. No field of ours holds a line
 * break, so a quote that a line leaves open is that line's fault and swallows no other line.
 */
final class CsvLine {
  private CsvLine() {}

  static Checked<List<String>> split(String line) {
    var fields = new ArrayList<String>();
    var rest = line;
    while (true) {
      rest = rest.stripLeading();
      int end = rest.startsWith("\"") ? quotedEnd(rest) : plainEnd(rest);
      if (end < 0) {
        return Checked.bad(QUOTES, "close the quote, double a quote inside, or use none");
      }
      String field = rest.substring(0, end).strip();
      fields.add(field.startsWith("\"") ? unquoted(field) : field);
      if (end == rest.length()) {
        return Checked.good(List.copyOf(fields));
      }
      rest = rest.substring(end + 1);
    }
  }

  private static String unquoted(String field) {
    return field.substring(1, field.length() - 1).replace("\"\"", "\"").strip();
  }

  /** Where the separator or the line's end is, or -1 for a quote out of place. */
  private static int plainEnd(String rest) {
    int comma = rest.indexOf(',');
    int end = comma < 0 ? rest.length() : comma;
    return rest.substring(0, end).contains("\"") ? -1 : end;
  }

  private static int quotedEnd(String rest) {
    int i = 1;
    while (true) {
      int quote = rest.indexOf('"', i);
      if (quote < 0) {
        return -1;
      }
      if (rest.startsWith("\"\"", quote)) {
        i = quote + 2;
        continue;
      }
      int end = quote + 1;
      while (end < rest.length() && rest.charAt(end) == ' ') {
        end++;
      }
      return end == rest.length() || rest.charAt(end) == ',' ? end : -1;
    }
  }
}
