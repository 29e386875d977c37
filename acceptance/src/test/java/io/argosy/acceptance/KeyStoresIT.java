package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.acceptance.FaultTable.Step;
import io.argosy.cli.Argosy;
import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.VaultServer;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.KeyStoreState;
import io.argosy.stack.CertificateAuthority.Validity;
import io.argosy.stack.OpenBao;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The main job with shares in OpenBao servers and in tokens, whatever happens to those. */
final class KeyStoresIT {
  private static final String SUBJECT = "custody-1";

  private static void restartWith(Whole whole, String from, String to) throws Exception {
    Path file = whole.deployment().run().of(SUBJECT).resolve(SUBJECT + ".conf");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    whole.deployment().service(SUBJECT).kill();
    Files.writeString(
        file, text.replace(from, to).replace("degraded-for = 15m", "degraded-for = 2s"));
    whole.deployment().startAgain(SUBJECT);
  }

  private static void everythingIsPaidOnce(Whole whole, Payroll payroll, int least)
      throws Exception {
    for (var ordered : payroll.end()) {
      whole.outsideLookAgrees(ordered);
    }
    assertThat(payroll.payouts()).isGreaterThanOrEqualTo(least);
    var found = whole.desk().reconcile();
    assertThat(found.getBreaksList()).isEmpty();
  }

  private static String identity(Host host) throws java.io.IOException {
    return host.status().answer(GetStatusResponse.class).getKeyStoreIdentity();
  }

  @Test
  void whateverHappensToAVaultNothingIsLostAndStatusSaysWhy() throws Exception {
    try (var whole = Whole.start("vault", KeyStoreKind.VAULT)) {
      var store = (VaultServer) whole.deployment().keyStore(SUBJECT);
      try (var cable = new Cable(store.server().port())) {
        restartWith(whole, store.server().address(), "https://127.0.0.1:" + cable.port());
        var payroll = new Payroll(whole, 70_000);
        var host = new Host(whole.deployment(), SUBJECT);
        var table = new FaultTable(host, payroll::payouts);
        serverFaults(table, store.server());
        loginFaults(table, whole, store.server());
        networkFaults(table, cable);
        impostors(table, cable, whole, store);
        everythingIsPaidOnce(whole, payroll, 1_000);
        assertThat(identity(host)).startsWith("vault:").doesNotContain("development", "SHARED");
        table.print();
      }
    }
  }

  private static void serverFaults(FaultTable table, OpenBao vault) throws Exception {
    table.row("server sealed, then unsealed", vault::seal, "SEALED", vault::unseal);
    table.row(
        "server stopped, restarted sealed",
        vault::stop,
        "UNREACHABLE",
        () -> {
          vault.startAgain();
          table.sees(KeyStoreState.KEY_STORE_STATE_SEALED, "SEALED");
          vault.unseal();
        });
  }

  private static void loginFaults(FaultTable table, Whole whole, OpenBao vault) throws Exception {
    table.unseen(
        "all tokens revoked",
        () -> vault.bao("lease", "revoke", "-force", "-prefix", "auth/approle/login"),
        Duration.ofSeconds(3));
    String policy = "custody-" + SUBJECT;
    String before = vault.bao("policy", "read", policy);
    Path file = whole.deployment().run().of("policy.hcl");
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
          vault.bao("write", "-f", "transit/keys/" + SUBJECT + ".treasury-1.0/rotate");
          assertThat(rewrap(whole)).isZero();
        },
        Duration.ofSeconds(1));
  }

  private static int rewrap(Whole whole) {
    String profile = whole.deployment().run().securityProfile().toString();
    return Argosy.run("custody", "rewrap", "--profile", profile, "--host", SUBJECT);
  }

  private static void networkFaults(FaultTable table, Cable cable) throws Exception {
    Step mend = () -> cable.turn(Cable.State.WHOLE);
    table.row("network silent", () -> cable.turn(Cable.State.SILENT), "UNREACHABLE", mend);
    table.row("network resets", () -> cable.turn(Cable.State.RESETTING), "UNREACHABLE", mend);
    table.unseen("network slow", () -> cable.turn(Cable.State.SLOW), Duration.ofSeconds(4));
    cable.turn(Cable.State.WHOLE);
  }

  private static void impostors(FaultTable table, Cable cable, Whole whole, VaultServer store)
      throws Exception {
    var past = new Validity(Instant.now().minus(Duration.ofDays(2)), Duration.ofDays(1));
    var now = new Validity(Instant.now(), Duration.ofDays(1));
    Path folder = whole.deployment().run().of("impostor");
    Step mend = () -> cable.lead(store.server().port());
    var expired = store.authority().issue(folder, "expired", Optional.empty(), past);
    try (var impostor = Impostor.start(expired)) {
      Step lead = () -> cable.lead(impostor.port());
      table.row("certificate expired", lead, "CERTIFICATE", mend);
    }
    var valid = store.authority().issue(folder, "valid", Optional.empty(), now);
    try (var impostor = Impostor.start(valid)) {
      Step lead = () -> cable.lead(impostor.port());
      table.row("answers garbled", lead, "ANSWER_GARBLED", mend);
    }
  }

  @Test
  void aTokenThatIsRemovedAndReturnsNeedsNoRestart() throws Exception {
    try (var whole = Whole.start("hsm", KeyStoreKind.HSM)) {
      restartWith(whole, "degraded-for", "degraded-for");
      var payroll = new Payroll(whole, 80_000);
      var host = new Host(whole.deployment(), SUBJECT);
      var table = new FaultTable(host, payroll::payouts);
      Path slot = whole.deployment().run().of(SUBJECT).resolve("hsm");
      Path drawer = whole.deployment().run().of("drawer");
      for (int i = 0; i < 2; i++) {
        table.row(
            "token removed, then returned",
            () -> Files.move(slot, drawer),
            "TOKEN_REMOVED",
            () -> Files.move(drawer, slot));
      }
      table.unseen(
          "a new wrapping key, rewrapped",
          () -> assertThat(rewrap(whole)).isZero(),
          Duration.ofSeconds(3));
      everythingIsPaidOnce(whole, payroll, 100);
      assertThat(identity(host)).startsWith("pkcs11:").doesNotContain("development", "SHARED");
      table.print();
    }
  }
}
