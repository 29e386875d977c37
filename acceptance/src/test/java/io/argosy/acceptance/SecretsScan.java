package io.argosy.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks for secrets, in every spelling, in whatever bytes it is shown. */
final class SecretsScan {
  private static final int START = Long.BYTES;
  private static final int FILTER = 20;
  private final Map<Long, List<Spelling>> byStart = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER);

  private record Spelling(Secret secret, byte[] text) {}

  SecretsScan(Collection<Secret> secrets) {
    for (Secret secret : secrets) {
      for (byte[] text : secret.spellings()) {
        long start = ByteBuffer.wrap(text).getLong();
        byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Spelling(secret, text));
        filter.set(slot(start));
      }
    }
  }

  /** Most places of most files start no spelling; this says so without looking further. */
  private static int slot(long start) {
    return (int) ((start * 0x9e3779b97f4a7c15L) >>> (64 - FILTER));
  }

  /** Names of the secrets that stand in these bytes. */
  SortedSet<String> in(byte[] bytes) {
    var found = new TreeSet<String>();
    long start = 0;
    for (int end = 0; end < bytes.length; end++) {
      start = (start << 8) | (bytes[end] & 0xff);
      if (end >= START - 1 && filter.get(slot(start))) {
        look(bytes, end - START + 1, start, found);
      }
    }
    return found;
  }

  private void look(byte[] bytes, int from, long start, SortedSet<String> found) {
    for (var spelling : byStart.getOrDefault(start, List.of())) {
      int to = from + spelling.text().length;
      if (to <= bytes.length
          && Arrays.equals(bytes, from, to, spelling.text(), 0, spelling.text().length)) {
        found.add(spelling.secret().name());
      }
    }
  }

  /** Which secrets stand in which file below a folder; files without any are left out. */
  Map<Path, SortedSet<String>> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var found = new HashMap<Path, SortedSet<String>>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var here = in(Files.readAllBytes(file));
        if (!here.isEmpty()) {
          found.put(file, here);
        }
      }
      return found;
    }
  }

  /** Which secrets stand in a running process's arguments or environment. */
  SortedSet<String> toldTo(long pid) throws IOException {
    var found = new TreeSet<String>();
    for (String part : List.of("cmdline", "environ")) {
      try {
        found.addAll(in(Files.readAllBytes(Path.of("/proc", Long.toString(pid), part))));
      } catch (AccessDeniedException e) {
        // A custody daemon tells root alone; what started it has the same environment.
      }
    }
    return found;
  }

  /** The homes, each with the one secret that it holds. */
  static Map<Path, SortedSet<String>> homes(Collection<Secret> secrets) {
    return secrets.stream()
        .collect(
            Collectors.groupingBy(
                secret -> secret.home().orElseThrow(),
                Collectors.mapping(Secret::name, Collectors.toCollection(TreeSet::new))));
  }
}
