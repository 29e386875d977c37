package io.argosy.cli.guard;

import io.argosy.cli.deploy.Program;
import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the daemon's own program open its key store, before the daemon stands in a roster. */
@Command(
    name = "prove",
    description = {
      "Seals and opens something with the key store of a daemon's configuration, on its host, and",
      "prints the store's identity for the daemon's line in the roster."
    })
final class ProveCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The daemon's configuration, or daemon, data, host-secret and key-store of it.")
  private Path config = Path.of("");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "NAME",
      description = "The threshold key that is to be made first.")
  private String key = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    var words = List.of(RunFolder.fromCaller(config).toString(), key);
    var command =
        Program.CUSTODY_DAEMON.tool(RunFolder.home(), "io.argosy.custody.StoreProof", words);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
