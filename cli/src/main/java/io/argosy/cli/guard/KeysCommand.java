package io.argosy.cli.guard;

import io.argosy.proto.custodyoperator.v1.Protection;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.proto.custodyoperator.v1.ReportKeysResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how the key stores are, and which wrapping key protects which share since when. */
@Command(
    name = "keys",
    description = "Shows each key store's state, and which wrapping key protects which share.")
final class KeysCommand implements Callable<Integer> {
  @Mixin private Hosts hosts = new Hosts();

  @Option(
      names = "--events",
      description = "What was done last with shares and wrapping keys, too.")
  private boolean events;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return hosts.each(
        spec.commandLine().getOut(),
        host -> text(host.reportKeys(ReportKeysRequest.getDefaultInstance())));
  }

  private String text(ReportKeysResponse report) {
    var out = new StringBuilder(report.getState());
    out.append("\n  ").append(report.getKeyStoreIdentity());
    out.append(lines(report.getProtectionsList()));
    if (events) {
      report.getEventsList().forEach(event -> out.append("\n    ").append(event));
    }
    return out.toString();
  }

  static String lines(List<Protection> protections) {
    var out = new StringBuilder();
    for (var each : protections) {
      String since =
          each.getSince() == 0
              ? "an unknown time"
              : Instant.ofEpochSecond(each.getSince()).toString();
      out.append(
          "%n  %s, epoch %d: under %s since %s"
              .formatted(each.getKeyId(), each.getEpoch(), each.getWrappingKey(), since));
    }
    return out.toString();
  }
}
