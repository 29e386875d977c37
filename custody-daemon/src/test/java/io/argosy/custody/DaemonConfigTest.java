package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.servicekit.ConfigFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonConfigTest {
  @TempDir private Path folder;
  private String text = "";

  @BeforeEach
  void aGoodConfiguration() throws IOException {
    var roster = Documents.roster(List.of(4001, 4002, 4003));
    var _ = Files.write(folder.resolve("roster-0.txt"), roster.encoded());
    text =
        """
        deployment = demo
        daemon = custody-1
        roster = "roster-0.txt"
        genesis = "%s"
        identity-key = "identity.key", data = "data", ports-file = "ports.json"
        host-secret = "host.secret"
        key-store { kind = passphrase, passphrase-file = "passphrase", salt-file = "salt" }
        session-patience = 5s
        client { host = "127.0.0.1", port = 0, certificate = c, key = k, authority = a }
        peer { host = "127.0.0.1", port = 4001, certificate = c, key = k, authority = a }
        operator { host = "::1", port = 0, certificate = c, key = k, authority = a }
        """
            .formatted(roster.hash());
  }

  private DaemonConfig read() throws IOException {
    return DaemonConfig.read(Files.writeString(folder.resolve("daemon.conf"), text));
  }

  private void refused(String from, String to, String key) {
    String before = text;
    assertThat(before).contains(from);
    text = before.replace(from, to);
    assertThatThrownBy(this::read).isInstanceOf(ConfigFault.class).hasMessageContaining(key);
    text = before;
  }

  @Test
  void aPassphraseServesOnLoopbackOnly() throws IOException {
    assertThat(read().keyStore().developmentOnly()).isTrue();

    refused("host = \"::1\"", "host = \"0.0.0.0\"", "key-store.kind");
    refused("peer { host = \"127.0.0.1\"", "peer { host = \"192.0.2.1\"", "key-store.kind");
    String vault =
        "kind = vault, address = \"https://v\", authority = a, transit-mount = transit,"
            + " degraded-for = 1m,"
            + " login { kind = approle, role-id = r, secret-id-file = s }";
    text =
        text.replace(
            "kind = passphrase, passphrase-file = \"passphrase\", salt-file = \"salt\"", vault);
    text = text.replace("host = \"::1\"", "host = \"0.0.0.0\"");
    assertThat(read().keyStore().developmentOnly()).isFalse();
  }

  @Test
  void whatDoesNotFitTheGenesisStopsTheStart() {
    refused("genesis = \"", "genesis = \"0", "genesis");
    refused("deployment = demo", "deployment = live", "deployment");
    refused("daemon = custody-1", "daemon = \"custody 1\"", "daemon");
    refused("kind = passphrase", "kind = none", "kind");
    refused("session-patience = 5s", "session-patience = 1h", "session-patience");
    refused("session-patience = 5s", "session-patience = 5s, sesion = 1", "sesion");
  }

  @Test
  void anotherRosterThanTheGenesisNamesStopsTheStart() throws IOException {
    var other = Documents.roster(List.of(4001, 4002, 4004));
    var _ = Files.write(folder.resolve("roster-0.txt"), other.encoded());

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigFault.class)
        .hasMessageContaining(other.hash().toString());
  }
}
