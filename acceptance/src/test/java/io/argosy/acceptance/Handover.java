package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.Argosy;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.deploy.VaultServer;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A daemon leaves its deployment as the custody guide says it: officers sign the next roster, hosts
 * take it, the key is handed over, and the services outside custody are told.
 */
record Handover(Whole whole, String leaving) {
  private RunFolder run() {
    return whole.deployment().run();
  }

  private Path next() {
    return run().documents().resolve("roster-1.txt");
  }

  /** Writes the next version, which officers have yet to sign. */
  void draft() throws IOException {
    var genesis = whole.deployment().facts().genesis();
    var without =
        new Roster(
            1,
            genesis.hash(),
            genesis.deployment(),
            genesis.threshold(),
            genesis.officersQuorum(),
            genesis.officers(),
            genesis.daemons().stream().filter(each -> !each.id().text().equals(leaving)).toList(),
            genesis.watchers(),
            genesis.sharedKeyStores());
    Files.write(next(), new SignedRoster(without.encoded(), List.of()).encoded());
  }

  int sign(String officer) {
    return Argosy.run(
        "custody",
        "sign-roster",
        next().toString(),
        "--key",
        run().of("people").resolve(officer).resolve(officer + ".key").toString(),
        "--genesis",
        run().documents().resolve("roster-0.txt").toString());
  }

  int install() {
    return custody("roster", next().toString());
  }

  /** Administrators of a Vault make the wrapping key of the epoch that the handover begins. */
  void admit(String key) throws IOException {
    var script = RunFolder.home().resolve("deploy/vault/setup-key.sh").toString();
    for (var daemon : whole.deployment().facts().genesis().daemons()) {
      String name = daemon.id().text();
      if (whole.deployment().keyStore(name) instanceof VaultServer vault) {
        var _ = vault.server().administrator(List.of(script, name, key, "1"));
      }
    }
  }

  int reshare(String key) {
    return custody("reshare", key);
  }

  private int custody(String word, String argument) {
    return Argosy.run("custody", word, argument, "--profile", run().securityProfile().toString());
  }

  /** Names the roster and its daemons to a service, and starts it again. */
  void tell(String service) throws IOException, InterruptedException {
    Path file = run().of(service).resolve(service + ".conf");
    String before = Files.readString(file);
    String after =
        before
                .lines()
                .filter(line -> !line.contains("id = " + leaving + ","))
                .reduce("", (text, line) -> text + line + "\n")
            + "next-rosters = [\""
            + next()
            + "\"]\n";
    assertThat(after.lines().count()).isEqualTo(before.lines().count());
    Files.writeString(file, after);
    whole.deployment().service(service).kill();
    whole.deployment().startAgain(service);
  }
}
