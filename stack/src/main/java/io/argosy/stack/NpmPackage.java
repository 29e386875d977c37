package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A tool that comes as an npm package of one version, in a folder of its own among the tools. */
final class NpmPackage {
  private NpmPackage() {}

  /**
   * Installs what is missing; no script of the package runs.
   *
   * @param name of the tool's folder
   * @param version the package at its pinned version, {@code name@1.2.3}
   * @param needed a file of the package, from its folder on
   * @return the tool's folder
   */
  static Path install(Path tools, String name, String version, String needed) throws IOException {
    return Installed.once(
        tools.toAbsolutePath().resolve(name), needed, home -> fetch(home, version));
  }

  private static void fetch(Path home, String version) throws IOException {
    var _ =
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
                version));
  }
}
