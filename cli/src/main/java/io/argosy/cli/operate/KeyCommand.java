package io.argosy.cli.operate;

import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.PublicKeyText;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a person's key and prints the line that officers put into the policy. */
@Command(name = "key", description = "Makes a person's signing key; prints its public half.")
public final class KeyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Id of the key, such as alice.")
  private String name = "";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where NAME.key goes; here by default.")
  private Path folder = Path.of(System.getProperty("argosy.called.from", ""));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var made = KeyFile.make(folder, name, new SecureRandom());
    var out = spec.commandLine().getOut();
    out.println("private, yours alone: " + made.file());
    out.println("public, for the policy: " + name + " " + PublicKeyText.of(made.publicKey()));
    out.flush();
    return 0;
  }
}
