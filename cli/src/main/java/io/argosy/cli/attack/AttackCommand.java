package io.argosy.cli.attack;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tries thefts live, with everything in hand that zone A has. */
@Command(
    name = "attack",
    description = {
      "Holding the api-service's certificates, its database and its lanes' keys, tries every theft",
      "that comes to mind, and prints who refused it and why. Exits non-zero if anything moved."
    })
public final class AttackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var run = RunFolder.ofCheckout();
    for (var entry : ProcessList.read(run)) {
      if (entry.handle().isPresent()) {
        spec.commandLine().getErr().println("A deployment runs; stop it with: ./argosy down");
        return 1;
      }
    }
    try (var deployment =
        Deployment.start(
            run,
            line -> {
              out.println("  " + line);
              out.flush();
            })) {
      Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "attack-stop"));
      deployment.awaitRefills();
      return new Attack(deployment, out).run();
    }
  }
}
