package io.argosy.cli.operate;

import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every operator's command has. */
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Whom to call and as whom; by default the deployment on this machine.")
  private Path file = RunFolder.ofCheckout().profile();

  Profile read() throws IOException {
    return Profile.read(file);
  }
}
