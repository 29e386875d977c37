package io.argosy.marketfeed.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** Writes a recording that {@link Recording} reads. */
final class RecordingFile {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RecordingFile() {}

  /**
   * Writes a file whole.
   *
   * @param origin where the lines come from, for whoever looks into the file
   */
  static void write(Path file, String origin, List<String> pairs, List<RecordedLine> lines)
      throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      var header = new LinkedHashMap<String, Object>();
      header.put("format", Recording.FORMAT);
      header.put("origin", origin);
      header.put("pairs", pairs);
      out.write(line(header));
      for (RecordedLine each : lines) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("received", each.received().toString());
        fields.put("venue", each.venue());
        each.frame().ifPresent(frame -> fields.put("frame", frame));
        out.write(line(fields));
      }
    }
  }

  private static byte[] line(Object fields) {
    return (MAPPER.writeValueAsString(fields) + "\n").getBytes(UTF_8);
  }
}
