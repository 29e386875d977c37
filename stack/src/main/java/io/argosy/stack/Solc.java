package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Solidity compiler, pinned, in the tools' folder. */
public final class Solc {
  private static final String PACKAGE = "solc@0.8.37";

  private Solc() {}

  /** Compiles the contracts' folder by its own script into another folder. */
  public static void compile(Path tools, Path contracts, Path out) throws IOException {
    Path home = tools.toAbsolutePath().resolve("solc");
    if (!Files.exists(home.resolve("node_modules/solc/package.json"))) {
      Files.createDirectories(home);
      Shell.run(
          home,
          List.of(
              "npm",
              "install",
              "--prefix",
              home.toString(),
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "--no-save",
              PACKAGE));
    }
    Shell.run(
        contracts,
        List.of(
            "node", contracts.resolve("compile.js").toString(), home.toString(), out.toString()));
  }
}
