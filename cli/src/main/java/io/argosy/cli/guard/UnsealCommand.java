package io.argosy.cli.guard;

import io.argosy.proto.custodyoperator.v1.UnsealRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets the shares into memory again that a freeze wiped. */
@Command(
    name = "unseal",
    description = "Opens the shares again that a freeze wiped; what is frozen stays frozen.")
final class UnsealCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return hosts.each(
        spec.commandLine().getOut(),
        host -> host.unseal(UnsealRequest.getDefaultInstance()).getState());
  }
}
