package io.argosy.marketfeed;

import io.argosy.marketfeed.record.RecordedLine;
import io.argosy.marketfeed.record.Recording;
import io.argosy.marketfeed.venue.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The committed recording, for tests. */
public final class DemoRecording {
  public static final Path FILE = Path.of("recordings/demo.jsonl.gz");

  private DemoRecording() {}

  public static List<RecordedLine> lines() throws IOException {
    var lines = new ArrayList<RecordedLine>();
    try (var recording = Recording.open(FILE)) {
      for (var line = recording.next(); line.isPresent(); line = recording.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  /** What one venue sent, in order. */
  public static List<Frame> frames(String venue) throws IOException {
    return lines().stream()
        .filter(line -> line.venue().equals(venue) && line.frame().isPresent())
        .map(line -> new Frame(line.frame().orElseThrow(), line.received(), Duration.ZERO))
        .toList();
  }
}
