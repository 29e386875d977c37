package io.argosy.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the demo is: its stages in order, each with what was done of how much, and what is worth
 * a line. Only what really happened is told here. Thread-safe.
 */
final class Progress {
  /** One stage as a screen shows it. */
  record Stage(String name, long done, long total, Duration elapsed, boolean ended, String note) {}

  /** Shows progress: in place on a terminal, or line by line. */
  interface Screen extends AutoCloseable {
    /** The picture changed. */
    void show(List<Stage> stages, String footer);

    /** Something worth a line of its own. */
    void line(String text);

    /** Leaves the last picture standing. */
    @Override
    void close();
  }

  /** A stage while it runs. */
  private static final class Running {
    private final long began = System.nanoTime();
    private long done;
    private long total;
    private long ended;
    private String note = "";

    private Duration elapsed() {
      return Duration.ofNanos((ended == 0 ? System.nanoTime() : ended) - began);
    }
  }

  private final Map<String, Running> stages = new LinkedHashMap<>();
  private final Screen screen;
  private final long began = System.nanoTime();
  private String footer = "";
  private boolean closed;

  Progress(Screen screen) {
    this.screen = screen;
  }

  synchronized void begin(String stage, long total) {
    var running = new Running();
    running.total = total;
    stages.put(stage, running);
    show();
  }

  /** A stage came so far; it begins when it was not told before. */
  synchronized void reach(String stage, long done, long total) {
    var running = stages.computeIfAbsent(stage, _ -> new Running());
    if (running.ended == 0) {
      running.done = Math.max(running.done, done);
      running.total = total;
      if (running.done >= total && total > 0) {
        running.ended = System.nanoTime();
      }
    }
    show();
  }

  synchronized void end(String stage, String note) {
    var running = stages.computeIfAbsent(stage, _ -> new Running());
    running.ended = running.ended == 0 ? System.nanoTime() : running.ended;
    running.done = running.total;
    running.note = note;
    show();
  }

  synchronized void note(String stage, String note) {
    stages.computeIfAbsent(stage, _ -> new Running()).note = note;
    show();
  }

  synchronized void footer(String text) {
    footer = text;
    show();
  }

  synchronized void line(String text) {
    screen.line(text);
  }

  /** Time went on. */
  synchronized void tick() {
    show();
  }

  /** Leaves the last picture standing; what comes now is told by others. */
  synchronized void close() {
    closed = true;
    screen.close();
  }

  private void show() {
    if (closed) {
      return;
    }
    var shown = new ArrayList<Stage>();
    stages.forEach(
        (name, running) ->
            shown.add(
                new Stage(
                    name,
                    running.done,
                    running.total,
                    running.elapsed(),
                    running.ended != 0,
                    running.note)));
    screen.show(shown, footer);
  }

  /** Seconds of each stage so far, and of all. */
  synchronized Map<String, Duration> elapsed() {
    var all = new LinkedHashMap<String, Duration>();
    stages.forEach((name, running) -> all.put(name, running.elapsed()));
    all.put("total", Duration.ofNanos(System.nanoTime() - began));
    return all;
  }
}
