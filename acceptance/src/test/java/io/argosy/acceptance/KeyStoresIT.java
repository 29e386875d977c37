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
import java.util.List;
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

  /**
   * How much of it runs: the suite's form, or all of it at length, by {@code -Dargosy.stores=all}.
   *
   * @param payouts of the one batch in whose midst everything happens
   * @param looked at what no status shows
   */
  private record Form(
      FaultTable.Depth depth, int payouts, Duration vault, Duration token, Duration looked) {
    private static final Form SUITE =
        new Form(
            FaultTable.Depth.DEGRADED,
            150,
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            Duration.ofSeconds(1));
    private static final Form ALL =
        new Form(
            FaultTable.Depth.SEALED,
            1_000,
            Duration.ofSeconds(240),
            Duration.ofSeconds(90),
            Duration.ofSeconds(4));

    static Form wanted() {
      return "all".equals(System.getProperty("argosy.stores")) ? ALL : SUITE;
    }

    FaultTable table(Host host, Payroll payroll) {
      return new FaultTable(host, depth, payroll::paid);
    }

    /** In the suite a machine may be so slow that everything is paid before the last fault. */
    void requireMidst(Payroll payroll) {
      if (depth == FaultTable.Depth.SEALED) {
        assertThat(payroll.running()).as("the batch is over before the last fault").isTrue();
      }
    }
  }

  private static final Form FORM = Form.wanted();

  private static void everythingIsPaidOnce(Whole whole, Payroll payroll) throws Exception {
    FORM.requireMidst(payroll);
    var ordered = payroll.end();
    whole.outsideLookAgrees(ordered);
    assertThat(payroll.paid()).isEqualTo(ordered.accepted()).isGreaterThan(100);
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
        var payroll = Payroll.begin(whole, FORM.payouts(), FORM.vault(), 70_000);
        var host = new Host(whole.deployment(), SUBJECT);
        var table = FORM.table(host, payroll);
        serverFaults(table, store.server());
        loginFaults(table, whole, store.server());
        networkFaults(table, cable);
        impostors(table, cable, whole, store);
        everythingIsPaidOnce(whole, payroll);
        assertThat(identity(host)).startsWith("vault:").doesNotContain("development", "SHARED");
        table.print();
      }
    }
  }

  private static void serverFaults(FaultTable table, OpenBao vault) throws Exception {
    table.row("server sealed, then unsealed", vault::seal, "SEALED", vault::unseal);
    table.wholeRow(
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
        FORM.looked());
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
        FORM.looked());
  }

  private static int rewrap(Whole whole) {
    String profile = whole.deployment().run().securityProfile().toString();
    return Argosy.run("custody", "rewrap", "--profile", profile, "--host", SUBJECT);
  }

  private static void networkFaults(FaultTable table, Cable cable) throws Exception {
    Step mend = () -> cable.turn(Cable.State.WHOLE);
    table.row("network silent", () -> cable.turn(Cable.State.SILENT), "UNREACHABLE", mend);
    table.row("network resets", () -> cable.turn(Cable.State.RESETTING), "UNREACHABLE", mend);
    table.unseen("network slow", () -> cable.turn(Cable.State.SLOW), FORM.looked().plusSeconds(1));
    cable.turn(Cable.State.WHOLE);
  }

  private static void impostors(FaultTable table, Cable cable, Whole whole, VaultServer store)
      throws Exception {
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
    Path folder = whole.deployment().run().of("impostor");
    for (var plan : plans) {
      var validity = new Validity(plan.validFrom(), day);
      String name = Integer.toString(plans.indexOf(plan));
      var certificate = store.authority().issue(folder, name, Optional.empty(), validity);
      try (var impostor = Impostor.start(certificate, plan.says())) {
        Step lead = () -> cable.lead(impostor.port());
        Step mend = () -> cable.lead(store.server().port());
        table.row(plan.what(), lead, plan.cause(), mend);
      }
    }
  }

  /** What stands behind the server's address instead. */
  private record Plan(String what, Instant validFrom, String says, String cause) {}

  @Test
  void aTokenThatIsRemovedAndReturnsNeedsNoRestart() throws Exception {
    try (var whole = Whole.start("hsm", KeyStoreKind.HSM)) {
      restartWith(whole, "degraded-for", "degraded-for");
      var payroll = Payroll.begin(whole, FORM.payouts(), FORM.token(), 80_000);
      var host = new Host(whole.deployment(), SUBJECT);
      var table = FORM.table(host, payroll);
      Path slot = whole.deployment().run().of(SUBJECT).resolve("hsm");
      Path drawer = whole.deployment().run().of("drawer");
      Step remove = () -> Files.move(slot, drawer);
      Step giveBack = () -> Files.move(drawer, slot);
      table.row("token removed, then returned", remove, "TOKEN_REMOVED", giveBack);
      table.wholeRow("the same again", remove, "TOKEN_REMOVED", giveBack);
      table.unseen(
          "a new wrapping key, rewrapped", () -> assertThat(rewrap(whole)).isZero(), FORM.looked());
      everythingIsPaidOnce(whole, payroll);
      assertThat(identity(host)).startsWith("pkcs11:").doesNotContain("development", "SHARED");
      table.print();
    }
  }
}
