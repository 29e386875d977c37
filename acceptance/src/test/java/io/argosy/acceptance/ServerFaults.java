package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.acceptance.FaultTable.Step;
import io.argosy.cli.Argosy;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.VaultServer;
import io.argosy.stack.CertificateAuthority.Validity;
import io.argosy.stack.OpenBao;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is done to one daemon's OpenBao server, its login and the network between.
 *
 * @param cable the daemon's only way to the server
 */
record ServerFaults(
    FaultTable table, FaultForm form, Deployment deployment, String daemon, Cable cable) {
  private VaultServer store() {
    return (VaultServer) deployment.keyStore(daemon);
  }

  private OpenBao vault() {
    return store().server();
  }

  void strikeServer() throws Exception {
    var vault = vault();
    table.row("server sealed, then unsealed", vault::seal, "SEALED", vault::unseal);
    table.row(
        "server stopped, restarted sealed",
        vault::stop,
        "UNREACHABLE",
        () -> {
          vault.startAgain();
          table.sees("SEALED");
          vault.unseal();
        });
  }

  void strikeLogin() throws Exception {
    var vault = vault();
    table.unseen(
        "all tokens revoked",
        () -> vault.bao("lease", "revoke", "-force", "-prefix", "auth/approle/login"),
        form.looked());
    String policy = "custody-" + daemon;
    String before = vault.bao("policy", "read", policy);
    Path file = deployment.run().of("policy.hcl");
    table.row(
        "policy narrowed",
        () -> {
          Files.writeString(file, "path \"auth/token/lookup-self\" { capabilities = [\"read\"] }");
          vault.bao("policy", "write", policy, file.toString());
        },
        "PERMISSION_DENIED",
        () -> {
          Files.writeString(file, before);
          vault.bao("policy", "write", policy, file.toString());
        });
    table.unseen(
        "wrapping keys rotated, rewrapped",
        () -> {
          vault.bao("write", "-f", "transit/keys/" + daemon + ".treasury-1.0/rotate");
          rewrap(deployment, daemon);
        },
        form.looked());
  }

  static void rewrap(Deployment deployment, String daemon) {
    String profile = deployment.run().securityProfile().toString();
    assertThat(Argosy.run("custody", "rewrap", "--profile", profile, "--host", daemon)).isZero();
  }

  void strikeNetwork() throws Exception {
    Step mend = () -> cable.turn(Cable.State.WHOLE);
    table.row("network silent", () -> cable.turn(Cable.State.SILENT), "UNREACHABLE", mend);
    table.row("network resets", () -> cable.turn(Cable.State.RESETTING), "UNREACHABLE", mend);
    table.unseen("network slow", () -> cable.turn(Cable.State.SLOW), form.looked().plusSeconds(1));
    cable.turn(Cable.State.WHOLE);
  }

  /** What stands behind the server's address instead. */
  private record Plan(String what, Instant validFrom, String says, String cause) {}

  void replaceServer() throws Exception {
    var now = Instant.now();
    var day = Duration.ofDays(1);
    String babble = "{\"data\": [\"what, me?\"";
    String late =
        "{\"server_time_utc\": %d, \"cluster_id\": \"x\"}"
            .formatted(now.minus(Duration.ofHours(1)).getEpochSecond());
    var plans =
        List.of(
            new Plan("certificate expired", now.minus(day.multipliedBy(2)), babble, "CERTIFICATE"),
            new Plan("certificate not valid yet", now.plus(day), babble, "CLOCK"),
            new Plan("server's clock an hour late", now, late, "CLOCK"),
            new Plan("answers garbled", now, babble, "ANSWER_GARBLED"));
    Path folder = deployment.run().of("impostor");
    for (var plan : plans) {
      var validity = new Validity(plan.validFrom(), day);
      String name = Integer.toString(plans.indexOf(plan));
      var certificate = store().authority().issue(folder, name, Optional.empty(), validity);
      try (var impostor = Impostor.start(certificate, plan.says())) {
        Step lead = () -> cable.lead(impostor.port());
        Step mend = () -> cable.lead(vault().port());
        table.row(plan.what(), lead, plan.cause(), mend);
      }
    }
  }
}
