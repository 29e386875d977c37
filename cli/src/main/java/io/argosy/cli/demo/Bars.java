package io.argosy.cli.demo;

import io.argosy.cli.demo.Progress.Stage;
import java.time.Duration;
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

  static String fit(String line) {
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "…";
  }
}
