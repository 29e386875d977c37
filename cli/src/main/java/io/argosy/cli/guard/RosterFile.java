package io.argosy.cli.guard;

import io.argosy.custodycore.SignedRoster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A roster's file, named from where the command was called. */
final class RosterFile {
  private RosterFile() {}

  static Path path(Path file) {
    return Path.of(System.getProperty("argosy.called.from", "")).toAbsolutePath().resolve(file);
  }

  static SignedRoster read(Path file) throws IOException {
    try {
      return SignedRoster.decode(Files.readAllBytes(path(file)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no roster: " + e.getMessage(), e);
    }
  }
}
