package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The linter of .proto files, pinned, in the tools' folder. */
public final class Buf {
  private static final String PACKAGE = "@bufbuild/buf-linux-x64@1.75.0";
  private static final String BINARY = "node_modules/@bufbuild/buf-linux-x64/bin/buf";
  private final Path binary;

  private Buf(Path binary) {
    this.binary = binary;
  }

  /** Installs it where it is missing. */
  public static Buf install(Path tools) throws IOException {
    return new Buf(NpmPackage.install(tools, "buf", PACKAGE, BINARY).resolve(BINARY));
  }

  /** Lints a folder by the buf.yaml in it; throws with every finding. */
  public void lint(Path folder) throws IOException {
    var _ = Shell.run(folder, List.of(binary.toString(), "lint"));
  }
}
