package io.argosy.cli.guard;

import io.argosy.proto.custodyoperator.v1.ReshareKeyRequest;
import io.argosy.proto.custodyoperator.v1.ReshareKeyResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hands a key over to the daemons of the roster in force. */
@Command(
    name = "reshare",
    description = {
      "Hands a key over to the daemons of the roster in force; its address stays. Every host that",
      "is to hold the key, and every one that leaves it, must be told within a minute."
    })
final class ReshareCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();

  @Parameters(paramLabel = "KEY", description = "The key's name.")
  private String key = "";

  @Option(
      names = "--without",
      paramLabel = "NAME",
      description = "A daemon that leaves the key and is lost; the same at every host.")
  private List<String> without = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var request = ReshareKeyRequest.newBuilder().setKeyId(key).addAllWithout(without).build();
    return hosts.together(spec.commandLine().getOut(), host -> text(host.reshareKey(request)));
  }

  private static String text(ReshareKeyResponse done) {
    var hex = HexFormat.of();
    return "epoch %d in version %d of the roster%n  public key %s%n  transcript %s"
        .formatted(
            done.getEpoch(),
            done.getRosterVersion(),
            hex.formatHex(done.getPublicKey().toByteArray()),
            hex.formatHex(done.getTranscript().toByteArray()));
  }
}
