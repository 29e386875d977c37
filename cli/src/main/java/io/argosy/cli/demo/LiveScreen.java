package io.argosy.cli.demo;

import io.argosy.cli.demo.Progress.Screen;
import io.argosy.cli.demo.Progress.Stage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** For a terminal: one picture that is drawn anew in place; lines of their own scroll above it. */
final class LiveScreen implements Screen {
  private static final String ESCAPE = "\u001b[";
  private static final long NANOS_A_PICTURE = 80_000_000;
  private final PrintStream out;
  private final boolean colours;
  private List<String> picture = List.of();
  private int drawn;
  private long last;

  /**
   * @param colours false honours NO_COLOR (no-color.org)
   */
  LiveScreen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  @Override
  public void show(List<Stage> stages, String footer) {
    var lines = new ArrayList<String>();
    for (Stage stage : stages) {
      lines.add(paint(Bars.drawn(stage), stage.ended() ? "32" : "36"));
    }
    if (!footer.isEmpty()) {
      lines.add(paint(Bars.fit(footer), "2"));
    }
    boolean grew = lines.size() != picture.size();
    picture = lines;
    if (grew || System.nanoTime() - last > NANOS_A_PICTURE) {
      draw();
    }
  }

  private String paint(String text, String colour) {
    return colours ? ESCAPE + colour + "m" + text + ESCAPE + "0m" : text;
  }

  private void draw() {
    erase();
    picture.forEach(out::println);
    drawn = picture.size();
    last = System.nanoTime();
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
      drawn = 0;
    }
  }

  @Override
  public void line(String text) {
    erase();
    Bars.wrapped(text).forEach(out::println);
    draw();
  }

  @Override
  public void close() {
    draw();
    drawn = 0;
    picture = List.of();
  }
}
