package io.argosy.cli.guard;

import com.google.protobuf.ByteString;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.model.AccountId;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Freezes by one officer's signature, and wipes the shares where that is wished. */
@Command(
    name = "freeze",
    description = "Freezes by an officer's order; --wipe takes the shares out of memory, too.")
final class FreezeCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "The officer's key.")
  private Path key = Path.of("");

  @Option(
      names = "--number",
      required = true,
      paramLabel = "N",
      description = "Above every earlier freeze's and thaw's number.")
  private long number;

  @Option(names = "--cause", required = true, paramLabel = "TEXT", description = "For people.")
  private String cause = "";

  @Option(
      names = "--treasury",
      paramLabel = "ID",
      description = "One treasury; all of them by default.")
  private Optional<String> treasury = Optional.empty();

  @Option(
      names = "--wipe",
      description = "Wipe the shares in the memory of the asked hosts until each is unsealed.")
  private boolean wipe;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    var order =
        new FreezeOrder(
            FreezeOrder.Act.FREEZE, hosts.genesis(), number, treasury.map(AccountId::parse), cause);
    var officer = KeyFile.read(key);
    var request =
        FreezeRequest.newBuilder()
            .setOrder(ByteString.copyFrom(order.encoded()))
            .setOfficer(officer.id().text())
            .setSignature(ByteString.copyFrom(officer.sign(order)))
            .setWipe(wipe)
            .build();
    return hosts.each(
        spec.commandLine().getOut(),
        host -> "frozen: " + String.join(", ", host.freeze(request).getFrozenList()));
  }
}
