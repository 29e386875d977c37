package io.argosy.api.receive;

/**
 * One fault of one line.
 *
 * @param line counted from 1, the header included
 * @param field the column, or "file" and "line" where none is meant
 * @param found what stood there, made safe to print
 * @param remedy what to write instead
 */
public record RowError(int line, String field, RowReason reason, String found, String remedy) {
  private static final int SHOWN = 80;

  public RowError {
    found = printable(found);
  }

  /**
   * Escapes what is not printable ASCII: other scripts' digits look like ours, and terminals obey.
   */
  private static String printable(String text) {
    var safe = new StringBuilder();
    for (int i = 0; i < text.length() && safe.length() < SHOWN; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        safe.append(c);
      } else {
        safe.append(String.format("\\u%04x", (int) c));
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return "line " + line + ", " + field + ": \"" + found + "\"; " + remedy + " [" + reason + "]";
  }
}
