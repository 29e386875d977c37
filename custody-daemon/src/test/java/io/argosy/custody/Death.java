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
    FALLS_SILENT
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
    String how = way == Way.DIES ? "" : " silent";
    Files.writeString(host.file(CrashingDaemon.PLAN), point + " " + passage + how);
  }

  /** Whether all rows are asked for, and not a few of them. */
  static boolean everyRow() {
    return "all".equals(System.getProperty("argosy.crash"));
  }

  @Override
  public String toString() {
    return (way == Way.DIES ? "dies" : "falls silent") + " at " + point + " " + passage;
  }
}
