package io.argosy.cli.guard;

import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.deploy.Together;
import io.argosy.custodycore.Roster;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Refusal;
import io.argosy.servicekit.StrictConfig;
import io.argosy.servicekit.Tls;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The options of every command to custody hosts: which profile, and which host alone. */
final class Hosts {
  private static final int SECONDS = 30;

  /** Hosts wait a minute for each other to begin, and then as long as the ceremony takes. */
  private static final int CEREMONY_SECONDS = 180;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Hosts and certificate; by default the deployment on this machine.")
  private Path file = RunFolder.ofCheckout().securityProfile();

  @Option(names = "--host", paramLabel = "NAME", description = "One host; all by default.")
  private Optional<String> only = Optional.empty();

  private record Host(String name, String address) {}

  private record Profile(String deployment, Digest32 genesis, Tls tls, List<Host> hosts) {}

  /** What is asked of each host; what it answers is printed under the host's name. */
  interface Question {
    String ask(OperatorServiceBlockingStub host);
  }

  private Profile read() throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " does not exist; start a deployment, or name another profile");
    }
    var in = StrictConfig.read(file);
    var hosts = new ArrayList<Host>();
    for (var each : in.sections("hosts")) {
      hosts.add(new Host(each.text("id"), each.text("operator")));
    }
    var genesis = Roster.decode(Files.readAllBytes(in.path("roster"))).hash();
    var profile = new Profile(in.text("deployment"), genesis, EdgeConfig.tls(in), hosts);
    in.finish();
    return profile;
  }

  /** The genesis that the administrators compared by eye. */
  Digest32 genesis() throws IOException {
    return read().genesis();
  }

  /** Asks one host after the other; 1 when one did not do it. */
  int each(PrintWriter out, Question question) throws IOException {
    var profile = read();
    int failed = 0;
    for (var host : profile.hosts()) {
      if (only.isEmpty() || only.get().equals(host.name())) {
        out.print(host.name() + "  ");
        var answer = ask(profile, host, SECONDS, question);
        out.println(answer.text());
        out.flush();
        failed += answer.failed();
      }
    }
    return Math.min(1, failed);
  }

  /** Asks all at the same time, for what they do together; 1 when one did not do it. */
  int together(PrintWriter out, Question question) throws IOException, InterruptedException {
    var profile = read();
    var asked =
        profile.hosts().stream()
            .filter(host -> only.isEmpty() || only.get().equals(host.name()))
            .toList();
    var answers =
        Together.all(
            asked.size(), index -> ask(profile, asked.get(index), CEREMONY_SECONDS, question));
    for (int index = 0; index < asked.size(); index++) {
      out.println(asked.get(index).name() + "  " + answers.get(index).text());
    }
    out.flush();
    return answers.stream().mapToInt(Answer::failed).max().orElse(1);
  }

  private record Answer(int failed, String text) {}

  private static Answer ask(Profile profile, Host host, int seconds, Question question)
      throws IOException {
    var identity = new Identity(profile.deployment(), Role.ROLE_CUSTODY_DAEMON, host.name());
    try (var client = GrpcClient.to(host.address(), profile.tls(), identity)) {
      return new Answer(
          0,
          question.ask(
              OperatorServiceGrpc.newBlockingStub(client.channel())
                  .withDeadlineAfter(seconds, TimeUnit.SECONDS)));
    } catch (StatusRuntimeException e) {
      return new Answer(
          1,
          Refusal.in(e)
              .map(refusal -> "refuses: " + refusal.getMessage())
              .orElse("does not answer"));
    }
  }
}
