package io.argosy.cli.guard;

import io.argosy.cli.deploy.RunFolder;
import io.argosy.custodycore.SignedRoster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A roster's file, named from where the command was called. */
final class RosterFile {
  private RosterFile() {}

  static SignedRoster read(Path file) throws IOException {
    try {
      return SignedRoster.decode(Files.readAllBytes(RunFolder.fromCaller(file)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no roster: " + e.getMessage(), e);
    }
  }
}
