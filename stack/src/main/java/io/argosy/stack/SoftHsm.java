package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * SoftHSM 2 as a real PKCS#11 token, taken from Debian's packages and unpacked into the tools'
 * folder; nothing is installed on the machine.
 */
public final class SoftHsm {
  private static final String LIBRARY = "usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so";
  private final Path root;
  private final Path config;

  private SoftHsm(Path root, Path config) {
    this.root = root;
    this.config = config;
  }

  /**
   * Unpacks SoftHSM where it is missing and writes a configuration for tokens of this folder.
   *
   * @param tools the checkout's {@code .argosy}
   * @param tokens a folder of the token's own; made when missing
   * @throws IOException when the packages cannot be had
   */
  public static SoftHsm prepare(Path tools, Path tokens) throws IOException {
    Path root = Installed.once(tools.toAbsolutePath().resolve("softhsm"), LIBRARY, SoftHsm::unpack);
    Files.createDirectories(tokens);
    Path config = tokens.resolve("softhsm2.conf");
    Files.writeString(
        config,
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(tokens.toAbsolutePath()));
    return new SoftHsm(root, config.toAbsolutePath());
  }

  private static void unpack(Path root) throws IOException {
    Path packages = Files.createDirectories(root.resolve("packages"));
    var download = List.of("apt-get", "download", "softhsm2", "libsofthsm2", "softhsm2-common");
    try {
      Shell.run(packages, download);
    } catch (IOException withoutLists) {
      Shell.run(packages, List.of("apt-get", "update"));
      Shell.run(packages, download);
    }
    try (var files = Files.newDirectoryStream(packages, "*.deb")) {
      for (Path file : files) {
        Shell.run(packages, List.of("dpkg", "-x", file.getFileName().toString(), root.toString()));
      }
    }
  }

  /** Runs an administrator's command, which finds tool, library and configuration. */
  public String administrator(List<String> words) throws IOException {
    var command =
        new java.util.ArrayList<>(
            List.of(
                "env",
                "SOFTHSM2_CONF=" + config,
                "SOFTHSM2_UTIL=" + root.resolve("usr/bin/softhsm2-util"),
                "SOFTHSM2_MODULE=" + library()));
    command.addAll(words);
    return Shell.run(root, command);
  }

  /** Makes a token with this label; its PIN opens it, its security officer's PIN is thrown away. */
  public void initToken(String label, String pin) throws IOException {
    Shell.run(
        root,
        List.of(
            "env",
            "SOFTHSM2_CONF=" + config,
            root.resolve("usr/bin/softhsm2-util").toString(),
            "--module",
            library().toString(),
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            Long.toString(System.nanoTime()),
            "--pin",
            pin));
  }

  /** The PKCS#11 library to load, with {@code SOFTHSM2_CONF} set to {@link #config}. */
  public Path library() {
    return root.resolve(LIBRARY);
  }

  /** Value of the environment variable {@code SOFTHSM2_CONF}. */
  public Path config() {
    return config;
  }
}
