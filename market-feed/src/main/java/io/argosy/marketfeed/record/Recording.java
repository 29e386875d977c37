package io.argosy.marketfeed.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded session, read line by line: gzip, JSON lines. The first line says of what format it
 * is, where it comes from and which pairs it holds; each other one is a {@link RecordedLine}.
 */
public final class Recording implements AutoCloseable {
  static final String FORMAT = "argosy-recording/1";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Path file;
  private final BufferedReader lines;
  private final List<String> pairs;

  private Recording(Path file, BufferedReader lines) throws IOException {
    this.file = file;
    this.lines = lines;
    this.pairs = header();
  }

  /** Opens a file and reads its first line. */
  public static Recording open(Path file) throws IOException {
    var bytes = Files.newInputStream(file);
    try {
      var text = new InputStreamReader(new GZIPInputStream(bytes), UTF_8);
      return new Recording(file, new BufferedReader(text));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private List<String> header() throws IOException {
    String first = lines.readLine();
    try {
      JsonNode header = MAPPER.readTree(first == null ? "{}" : first);
      if (header.path("format").asString("").equals(FORMAT)) {
        return header.required("pairs").valueStream().map(JsonNode::stringValue).toList();
      }
      throw new IOException(file + ": the first line does not say " + FORMAT);
    } catch (JacksonException e) {
      throw new IOException(file + ": the first line is not one of a recording", e);
    }
  }

  /** The pairs that it holds, such as ETH-USD. */
  public List<String> pairs() {
    return pairs;
  }

  /** The next line; empty at the end. */
  public Optional<RecordedLine> next() throws IOException {
    String text = lines.readLine();
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode line = MAPPER.readTree(text);
      return Optional.of(
          new RecordedLine(
              line.required("venue").stringValue(),
              Instant.parse(line.required("received").stringValue()),
              Optional.ofNullable(line.get("frame")).map(JsonNode::stringValue)));
    } catch (JacksonException | DateTimeException e) {
      throw new IOException(file + " holds a line that is not one of a recording", e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
