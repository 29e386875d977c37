package io.argosy.cli.guard;

import io.argosy.proto.custodyoperator.v1.RewrapRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Moves every share under its wrapping key's newest version, while the daemons sign. */
@Command(
    name = "rewrap",
    description =
        "Moves each share under the newest version of its wrapping key, without downtime.")
final class RewrapCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return hosts.each(
        spec.commandLine().getOut(),
        host ->
            "moved"
                + KeysCommand.lines(
                    host.rewrap(RewrapRequest.getDefaultInstance()).getProtectionsList()));
  }
}
