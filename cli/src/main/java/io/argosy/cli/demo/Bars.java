package io.argosy.cli.demo;

import io.argosy.cli.demo.Progress.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stage as one line of at most 80 columns. */
final class Bars {
  static final int COLUMNS = 80;
  private static final int BAR = 20;

  private Bars() {}

  static String plain(Stage stage) {
    return fit(
        "%-10s %s%s"
            .formatted(
                stage.name(),
                stage.ended() ? seconds(stage.elapsed()) + "  " : "      ",
                words(stage)));
  }

  static String drawn(Stage stage) {
    int full =
        stage.ended() ? BAR : stage.total() == 0 ? 0 : (int) (stage.done() * BAR / stage.total());
    return fit(
        "%-10s %s%s %s  %s"
            .formatted(
                stage.name(),
                "█".repeat(full),
                "·".repeat(BAR - full),
                seconds(stage.elapsed()),
                words(stage)));
  }

  private static String words(Stage stage) {
    if (!stage.note().isEmpty()) {
      return stage.note();
    }
    return stage.total() > 1 ? "%,d of %,d".formatted(stage.done(), stage.total()) : "";
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%5.1f s", time.toMillis() / 1000.0);
  }

  /** A text as lines that fit, the first indented by two columns and the others by four. */
  static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    String rest = "  " + text;
    while (rest.length() > COLUMNS) {
      int space = rest.lastIndexOf(' ', COLUMNS);
      int cut = rest.substring(0, Math.max(space, 0)).isBlank() ? COLUMNS : space;
      lines.add(rest.substring(0, cut));
      rest = "    " + rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }

  static String fit(String line) {
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "…";
  }
}
