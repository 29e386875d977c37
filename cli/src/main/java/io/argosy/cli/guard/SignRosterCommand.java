package io.argosy.cli.guard;

import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows an officer the next version of the roster, and adds the officer's signature to its file.
 */
@Command(
    name = "sign-roster",
    description =
        "Shows the next version of the roster and adds an officer's signature to its file.")
final class SignRosterCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The roster, with what others signed already.")
  private Path file = Path.of("");

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "The officer's key.")
  private Path key = Path.of("");

  @Option(
      names = "--genesis",
      required = true,
      paramLabel = "FILE",
      description = "The roster's version 0, as the officer compared it by eye.")
  private Path genesis = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    var before = RosterFile.read(file);
    var next = Roster.decode(before.text());
    var officer = KeyFile.read(RunFolder.fromCaller(key));
    var deployment = Roster.decode(RosterFile.read(genesis).text()).hash();
    var out = spec.commandLine().getOut();
    out.print(new String(before.text(), StandardCharsets.US_ASCII));
    var all = new ArrayList<>(before.officers());
    all.removeIf(each -> each.key().equals(officer.id()));
    all.add(officer.sign(Role.OFFICER, deployment, 0, Verdict.APPROVE, next.hash()));
    Files.write(RunFolder.fromCaller(file), new SignedRoster(before.text(), all).encoded());
    out.println("signed by " + officer.id() + ": version " + next.version() + ", " + next.hash());
    out.flush();
    return 0;
  }
}
