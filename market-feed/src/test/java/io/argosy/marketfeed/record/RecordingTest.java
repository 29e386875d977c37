package io.argosy.marketfeed.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.marketfeed.DemoRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingTest {
  private static final long SEED = 20_261_101;
  @TempDir private Path folder;

  @Test
  void aFileThatIsNoRecordingIsRefused() throws IOException {
    var text = Files.writeString(folder.resolve("text.jsonl.gz"), "{}");
    assertThatThrownBy(() -> Recording.open(text)).isInstanceOf(IOException.class);

    var cut = folder.resolve("cut.jsonl.gz");
    byte[] whole = Files.readAllBytes(DemoRecording.FILE);
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(
            () -> {
              try (var recording = Recording.open(cut)) {
                while (recording.next().isPresent()) {}
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void theFirstLineSaysThatItIsMadeUp() throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(DemoRecording.FILE))) {
      var first =
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .lines()
              .findFirst();
      assertThat(first.orElseThrow())
          .contains("Made up by io.argosy.marketfeed.record.RecordingGenerator")
          .contains("no price in it is real");
    }
    assertThat(Files.size(DemoRecording.FILE)).isLessThan(300_000);
  }

  @Test
  void theSameSeedMakesTheCommittedRecordingAgain() throws IOException {
    var made = RecordingGenerator.lines(SEED, Duration.ofMinutes(3));

    assertThat(made).isEqualTo(DemoRecording.lines());
    assertThat(RecordingGenerator.lines(SEED + 1, Duration.ofMinutes(3))).isNotEqualTo(made);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    List<RecordedLine> lines = RecordingGenerator.lines(7, Duration.ofSeconds(2));
    var file = folder.resolve("short.jsonl.gz");
    RecordingGenerator.write(file, 7, lines);

    try (var recording = Recording.open(file)) {
      assertThat(recording.pairs()).containsExactly("ETH-USD", "DUSD-USD", "DEUR-USD");
      for (RecordedLine each : lines) {
        assertThat(recording.next()).contains(each);
      }
      assertThat(recording.next()).isEmpty();
    }
  }
}
