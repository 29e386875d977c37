package io.argosy.cli.demo;

import io.argosy.cli.demo.Progress.Screen;
import io.argosy.cli.demo.Progress.Stage;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For logs and pipes: a line when a stage begins, at each tenth of it, and when it ends. */
final class PlainScreen implements Screen {
  private final PrintStream out;
  private final Map<String, Long> told = new HashMap<>();

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(List<Stage> stages, String footer) {
    for (Stage stage : stages) {
      long tenth = stage.ended() ? 11 : stage.total() == 0 ? 0 : stage.done() * 10 / stage.total();
      Long before = told.put(stage.name(), tenth);
      if (before == null || before < tenth) {
        out.println(Bars.plain(stage));
      }
    }
    out.flush();
  }

  @Override
  public void line(String text) {
    out.println("  " + text);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
