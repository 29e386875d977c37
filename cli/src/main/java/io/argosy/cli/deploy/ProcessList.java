package io.argosy.cli.deploy;

import io.argosy.stack.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What runs of a deployment, as a file that {@code argosy down} and people read. */
public final class ProcessList {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProcessList() {}

  /**
   * One process.
   *
   * @param started by the system's clock, so that a later process of the same number is not taken
   *     for it
   */
  public record Entry(String name, long pid, Instant started, SortedMap<String, Integer> ports) {
    /** One that runs now. */
    static Entry of(String name, long pid, SortedMap<String, Integer> ports) {
      return new Entry(name, pid, startOf(pid).orElse(Instant.EPOCH), ports);
    }

    /** The process itself; empty when it has ended. */
    public Optional<ProcessHandle> handle() {
      return ProcessHandle.of(pid)
          .filter(_ -> ProcessTable.runs(pid))
          .filter(_ -> startOf(pid).equals(Optional.of(started)));
    }
  }

  private static Optional<Instant> startOf(long pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
  }

  /** Writes the list of processes, and their ports alone. */
  static void write(RunFolder run, List<Entry> entries) throws IOException {
    var list = JSON.createArrayNode();
    var ports = JSON.createObjectNode();
    for (var entry : entries) {
      var node = list.addObject();
      node.put("name", entry.name()).put("pid", entry.pid());
      node.put("started", entry.started().toString());
      var own = node.putObject("ports");
      entry.ports().forEach(own::put);
      ports.set(entry.name(), own.deepCopy());
    }
    replace(run.processes(), list);
    replace(run.ports(), ports);
  }

  private static void replace(Path file, JsonNode content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(
        part, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The processes that a run folder speaks of; none where there is no run. */
  public static List<Entry> read(RunFolder run) throws IOException {
    if (!Files.exists(run.processes())) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    for (JsonNode node : JSON.readTree(Files.readString(run.processes()))) {
      entries.add(
          new Entry(
              node.path("name").asString(),
              node.path("pid").asLong(),
              Instant.parse(node.path("started").asString()),
              ports(node.path("ports"))));
    }
    return entries;
  }

  static SortedMap<String, Integer> readPorts(Path file) throws IOException {
    return Files.exists(file) ? ports(JSON.readTree(Files.readString(file))) : new TreeMap<>();
  }

  private static SortedMap<String, Integer> ports(JsonNode node) {
    var ports = new TreeMap<String, Integer>();
    node.properties().forEach(each -> ports.put(each.getKey(), each.getValue().asInt()));
    return ports;
  }
}
