package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** One custody host's folder, and the daemon's name. */
public record HostFolder(String daemon, Path folder) {
  Path file(String name) {
    return folder.resolve(name);
  }

  /** A file that only its owner can read. */
  void secret(String name, byte[] content) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file(name), PosixFilePermissions.asFileAttribute(owner));
    Files.write(file(name), content);
  }
}
