package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The Solidity compiler, pinned, in the tools' folder. */
public final class Solc {
  private static final String PACKAGE = "solc@0.8.37";

  private Solc() {}

  /** Compiles the contracts' folder by its own script into another folder. */
  public static void compile(Path tools, Path contracts, Path out) throws IOException {
    Path home = NpmPackage.install(tools, "solc", PACKAGE, "node_modules/solc/package.json");
    Shell.run(
        contracts,
        List.of(
            "node", contracts.resolve("compile.js").toString(), home.toString(), out.toString()));
  }
}
