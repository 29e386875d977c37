package io.argosy.cli.operate;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts a whole deployment on this machine and leaves it running. */
@Command(name = "up", description = "Starts a whole deployment on this machine; down stops it.")
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var run = RunFolder.ofCheckout();
    for (var entry : ProcessList.read(run)) {
      if (entry.handle().isPresent()) {
        spec.commandLine().getErr().println("It runs already; stop it with: ./argosy down");
        return 1;
      }
    }
    try (var deployment =
        Deployment.start(
            run,
            line -> {
              out.println(line);
              out.flush();
            })) {
      deployment.awaitRefills();
      for (var entry : deployment.processes()) {
        out.printf("  %-22s pid %-7d %s%n", entry.name(), entry.pid(), entry.ports());
      }
      out.println("Everything is under " + run.root() + "; next:");
      out.println("  ./argosy import FILE.csv --maker mara");
      out.println("  ./argosy approve --key run/people/alice/alice.key");
      out.flush();
      deployment.keep();
    }
    return 0;
  }
}
