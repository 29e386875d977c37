package io.argosy.servicekit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a service writes the ports that it got, as JSON, when it serves. */
public final class PortsFile {
  private PortsFile() {}

  /** Writes all or nothing, so that a reader never sees half a file. */
  public static void write(Path file, SortedMap<String, Integer> ports) throws IOException {
    var text = new StringBuilder("{");
    new TreeMap<>(ports)
        .forEach(
            (name, port) ->
                text.append(text.length() == 1 ? "" : ", ")
                    .append("\"%s\": %d".formatted(name, port)));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text.append("}\n"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
