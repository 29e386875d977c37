package io.argosy.cli.guard;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.SignedRoster;
import io.argosy.model.Digest32;
import io.argosy.proto.custodyoperator.v1.InstallRosterRequest;
import io.argosy.proto.custodyoperator.v1.InstallRosterResponse;
import io.argosy.wire.PersonSignatureWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives hosts the next version of the roster, as officers signed it. */
@Command(
    name = "roster",
    description = "Gives hosts the next version of the roster, as officers signed it.")
final class RosterCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();

  @Parameters(paramLabel = "FILE", description = "The roster with its officers' signatures.")
  private Path file = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var signed = RosterFile.read(file);
    var request = request(signed);
    return hosts.each(spec.commandLine().getOut(), host -> text(host.installRoster(request)));
  }

  private static InstallRosterRequest request(SignedRoster signed) {
    var request = InstallRosterRequest.newBuilder().setRoster(ByteString.copyFrom(signed.text()));
    signed.officers().stream().map(PersonSignatureWire::wire).forEach(request::addSignatures);
    return request.build();
  }

  private static String text(InstallRosterResponse taken) {
    return "version " + taken.getVersion() + ", " + Digest32.of(taken.getHash().toByteArray());
  }
}
