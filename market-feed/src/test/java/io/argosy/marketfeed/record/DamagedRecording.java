package io.argosy.marketfeed.record;

import io.argosy.marketfeed.venue.Kraken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A generated session in which every checksum of Kraken is wrong from some time on. */
public final class DamagedRecording {
  private DamagedRecording() {}

  public static void write(Path file, Duration sound, Duration length) throws IOException {
    List<RecordedLine> lines = RecordingGenerator.lines(7, length);
    Instant from = lines.getFirst().received().plus(sound);
    RecordingGenerator.write(
        file,
        7,
        lines.stream().map(line -> line.received().isBefore(from) ? line : damaged(line)).toList());
  }

  private static RecordedLine damaged(RecordedLine line) {
    return line.venue().equals(Kraken.NAME)
        ? new RecordedLine(
            line.venue(),
            line.received(),
            line.frame().map(text -> text.replaceFirst("\"checksum\":.", "\"checksum\":")))
        : line;
  }
}
