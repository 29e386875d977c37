package io.argosy.custody;

import io.argosy.custody.session.Faults.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** One row of a matrix: what a daemon does at which passage of a moment. */
record Death(Point point, int passage, Way way) {
  enum Way {
    DIES,
    /** It goes on to be asked and says no more in that session. */
    FALLS_SILENT,
    /** It goes on once it is told. */
    WAITS;

    private String text() {
      return switch (this) {
        case DIES -> "";
        case FALLS_SILENT -> " silent";
        case WAITS -> " waits";
      };
    }
  }

  static Death at(Point point, int passage) {
    return new Death(point, passage, Way.DIES);
  }

  /** All passages of a moment up to one. */
  static List<Death> all(Point point, int passages) {
    return IntStream.rangeClosed(1, passages).mapToObj(n -> at(point, n)).toList();
  }

  /** The daemon of this host does it from now on. */
  void plan(Host host) throws IOException {
    Files.writeString(host.file(CrashingDaemon.PLAN), point + " " + passage + way.text());
  }

  private static final String ASKED = System.getProperty("argosy.crash", "");

  /** Whether all rows are asked for, or every n-th of all, and not a few of them. */
  static boolean everyRow() {
    return !ASKED.isEmpty();
  }

  /** The rows that are asked for: {@code all}, or {@code 2/3} for the second third. */
  static <T> List<T> asked(List<T> all) {
    if (ASKED.isEmpty() || ASKED.equals("all")) {
      return all;
    }
    String[] part = ASKED.split("/", -1);
    int of = Integer.parseInt(part[1]);
    return IntStream.range(0, all.size())
        .filter(row -> row % of == Integer.parseInt(part[0]) - 1)
        .mapToObj(all::get)
        .toList();
  }

  @Override
  public String toString() {
    return (way == Way.DIES ? "dies" : "falls silent") + " at " + point + " " + passage;
  }
}
