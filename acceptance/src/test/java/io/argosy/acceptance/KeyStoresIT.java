package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.acceptance.FaultTable.Step;
import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.VaultServer;
import io.argosy.proto.custody.v1.GetStatusResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job with one daemon's shares under an OpenBao server and another's under a token,
 * whatever happens to those in the midst of a batch.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KeyStoresIT {
  private static final String SERVED = "custody-1";
  private static final String TOKENED = "custody-2";
  private static final FaultForm FORM = FaultForm.wanted();
  private static Whole whole;
  private static Cable cable;
  private static Payroll payroll;

  @BeforeAll
  static void aBatchIsBeingPaid() throws Exception {
    var kinds = List.of(KeyStoreKind.VAULT, KeyStoreKind.HSM, KeyStoreKind.PASSPHRASE);
    whole = Whole.start("key-stores", kinds);
    var server = ((VaultServer) whole.deployment().keyStore(SERVED)).server();
    cable = new Cable(server.port());
    restartWith(SERVED, server.address(), "https://127.0.0.1:" + cable.port());
    restartWith(TOKENED, "slot-index = 0", "slot-index = 0");
    payroll = Payroll.begin(whole, FORM.payouts(), FORM.lasting(), 70_000);
  }

  private static void restartWith(String daemon, String from, String to) throws Exception {
    Path file = whole.deployment().run().of(daemon).resolve(daemon + ".conf");
    String text = Files.readString(file);
    assertThat(text).contains(from, "degraded-for = 15m");
    whole.deployment().service(daemon).kill();
    Files.writeString(file, text.replace(from, to).replace("15m", FORM.degradedFor()));
    whole.deployment().startAgain(daemon);
  }

  @AfterAll
  static void stop() throws Exception {
    whole.close();
    cable.close();
  }

  private static FaultTable table(String daemon) {
    return new FaultTable(new Host(whole.deployment(), daemon), FORM.depth(), payroll::paid);
  }

  private static String identity(String daemon) throws IOException {
    return new Host(whole.deployment(), daemon)
        .status()
        .answer(GetStatusResponse.class)
        .getKeyStoreIdentity();
  }

  @Test
  @Order(1)
  void whateverHappensToAVaultStatusSaysWhyAndTheDaemonNeedsNoRestart() throws Exception {
    var table = table(SERVED);
    var faults = new ServerFaults(table, FORM, whole.deployment(), SERVED, cable);
    faults.strikeServer();
    faults.strikeLogin();
    faults.strikeNetwork();
    faults.replaceServer();
    assertThat(identity(SERVED)).startsWith("vault:").doesNotContain("development", "SHARED");
    table.print();
  }

  @Test
  @Order(2)
  void aTokenThatIsRemovedAndReturnsNeedsNoRestartEither() throws Exception {
    var table = table(TOKENED);
    Path slot = whole.deployment().run().of(TOKENED).resolve("hsm");
    Path drawer = whole.deployment().run().of("drawer");
    Step remove = () -> Files.move(slot, drawer);
    Step giveBack = () -> Files.move(drawer, slot);
    table.row("token removed, then returned", remove, "TOKEN_REMOVED", giveBack);
    table.wholeRow("away until the shares are wiped", remove, "TOKEN_REMOVED", giveBack);
    table.unseen(
        "a new wrapping key, rewrapped",
        () -> ServerFaults.rewrap(whole.deployment(), TOKENED),
        FORM.looked());
    assertThat(identity(TOKENED)).startsWith("pkcs11:").doesNotContain("development", "SHARED");
    table.print();
  }

  @Test
  @Order(3)
  void everybodyIsPaidExactlyOnceMeanwhile() throws Exception {
    if (FORM.mustEndInTheMidst()) {
      assertThat(payroll.running()).as("the batch was over before the last fault").isTrue();
    }
    var ordered = payroll.end();

    whole.outsideLookAgrees(ordered);
    assertThat(payroll.paid()).isEqualTo(ordered.accepted()).isGreaterThan(100);
    assertThat(whole.desk().reconcile().getBreaksList()).isEmpty();
  }
}
