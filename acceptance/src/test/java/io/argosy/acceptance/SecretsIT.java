package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.PassphraseFile;
import io.argosy.cli.deploy.SoftToken;
import io.argosy.cli.deploy.VaultServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * After everything that the tests before did to a deployment, and after a payment: each secret
 * stands in its one home, and neither in a log nor in a file nor in what a process was started
 * with.
 */
@Order(4)
@ExtendWith(SharedWhole.class)
final class SecretsIT {
  @TempDir private Path folder;
  private static Deployment deployment;
  private static List<Secret> secrets = List.of();
  private static SecretsScan scan;

  @BeforeAll
  static void afterARun(Whole whole) throws Exception {
    deployment = whole.deployment();
    var ordered = whole.order(10, 77);
    whole.approveByAll(ordered.batch());
    whole.awaitCompleted(ordered.batch());
    secrets = Secret.all(deployment.run());
    scan = new SecretsScan(secrets);
  }

  private static Secret secret(String name) {
    return secrets.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** What the host's administrators keep for the kind of store that this run has. */
  private static List<String> ofTheStore() {
    return switch (deployment.keyStore("custody-1")) {
      case PassphraseFile _ -> List.of("custody-1/passphrase");
      case VaultServer _ ->
          List.of(
              "custody-1/openbao.administrator BAO_TOKEN",
              "custody-1/openbao.administrator UNSEAL_KEY");
      case SoftToken _ -> List.of("custody-1/pin", "custody-1/so-pin");
    };
  }

  /** A list that has forgotten a kind of secret would find nothing of that kind. */
  @Test
  void theListOfSecretsHasEveryKind() {
    assertThat(secrets.stream().map(Secret::name))
        .contains(
            "people/mara/mara.key",
            "people/bob/bob.key",
            "people/olga/olga.key",
            "reconcile-service/watch-1.key",
            "reconcile-service/listen.key",
            "reconcile-service-db/password",
            "api-service/lane-1.key",
            "api-service/lane-2.key",
            "api-service/custody.key",
            "api-service/listen.key",
            "api-service-db/password",
            "market-feed/listen.key",
            "treasury-desk/treasury.key",
            "security-desk/security.key",
            "custody-1/identity.key",
            "custody-1/host.secret",
            "custody-2/client.key",
            "custody-2/peer.key",
            "custody-3/operator.key")
        .containsAll(ofTheStore());
    assertThat(secrets.stream().map(each -> HexFormat.of().formatHex(each.bytes())))
        .doesNotHaveDuplicates();
  }

  @Test
  void aKeyThatALogHoldsIsFoundHoweverItIsWritten() throws IOException {
    Path log = deployment.run().of("api-service").resolve("api-service.log");
    for (String name : List.of("people/bob/bob.key", "api-service/lane-1.key")) {
      byte[] key = secret(name).bytes();
      for (String spelled :
          List.of(
              HexFormat.of().formatHex(key),
              HexFormat.of().withUpperCase().formatHex(key).substring(0, 40),
              Base64.getEncoder().encodeToString(key),
              Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(key, 30)),
              Base64.getMimeEncoder()
                  .encodeToString(
                      ("{\"k\":" + latin(key) + "}").getBytes(StandardCharsets.ISO_8859_1)),
              Arrays.toString(key),
              latin(key))) {
        Path copy = folder.resolve("copy.log");
        Files.copy(log, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
            copy,
            "12:00:00 INFO read key " + spelled + "\n",
            StandardCharsets.ISO_8859_1,
            java.nio.file.StandardOpenOption.APPEND);

        assertThat(scan.below(folder)).as(spelled).containsEntry(copy, sorted(name));
      }
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static SortedSet<String> sorted(String name) {
    return new java.util.TreeSet<>(List.of(name));
  }

  @Test
  void aSecretOfTheKeyStoreThatAProcessWasToldIsFound() throws IOException {
    var secret = secret(ofTheStore().getFirst());
    String text = new String(secret.bytes(), StandardCharsets.US_ASCII);
    var argument = new ProcessBuilder("sh", "-c", "read x", "--secret=" + text).start();
    var environment = new ProcessBuilder("cat");
    environment.environment().put("SECRET", text);
    var told = environment.start();
    try {
      assertThat(scan.toldTo(argument.pid())).containsExactly(secret.name());
      assertThat(scan.toldTo(told.pid())).containsExactly(secret.name());
    } finally {
      argument.destroy();
      told.destroy();
    }
  }

  @Test
  void everySecretStandsInItsOneHomeAndNowhereElse() throws IOException {
    assertThat(scan.below(deployment.run().root()))
        .containsExactlyInAnyOrderEntriesOf(SecretsScan.homes(secrets));
  }

  @Test
  void everyHomeIsReadByItsOwnerAlone() throws IOException {
    var open = new TreeMap<String, String>();
    for (Secret secret : secrets) {
      var mode = Files.getPosixFilePermissions(secret.home().orElseThrow());
      if (!PosixFilePermissions.fromString("rwx------").containsAll(mode)) {
        open.put(secret.name(), PosixFilePermissions.toString(mode));
      }
    }
    assertThat(open).isEmpty();
  }

  /** So that a key file of a new name is noticed. */
  @Test
  void noPrivateKeyStandsInAFileThatTheListDoesNotName() throws IOException {
    var homes = SecretsScan.homes(secrets).keySet();
    var marked = new ArrayList<Path>();
    try (var files = Files.walk(deployment.run().root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (latin(Files.readAllBytes(file)).contains("PRIVATE KEY-----")) {
          marked.add(file);
        }
      }
    }
    assertThat(marked).hasSizeGreaterThan(20);
    assertThat(homes).containsAll(marked);
  }

  @Test
  void noProcessWasToldASecret() throws IOException {
    var told = new TreeMap<String, SortedSet<String>>();
    int looked = 0;
    for (var entry : deployment.processes()) {
      var process = ProcessHandle.of(entry.pid()).orElseThrow();
      var family = new ArrayList<>(List.of(process));
      family.addAll(process.descendants().toList());
      for (var each : family) {
        looked++;
        var found = scan.toldTo(each.pid());
        if (!found.isEmpty()) {
          told.put(entry.name() + " " + each.pid(), found);
        }
      }
    }
    assertThat(looked).isGreaterThan(9);
    assertThat(told).isEmpty();
  }

  @Test
  void noMetricTellsASecret() throws Exception {
    int looked = 0;
    for (var entry : deployment.processes()) {
      Integer port = entry.ports().get(Port.METRICS);
      if (port != null) {
        looked++;
        var page = new URI("http://127.0.0.1:" + port + "/metrics").toURL();
        try (var in = page.openStream()) {
          assertThat(scan.in(in.readAllBytes())).as(entry.name()).isEmpty();
        }
      }
    }
    assertThat(looked).isEqualTo(6);
  }

  @Test
  void noPieceOfAShareStandsAnywhereInTheClear() throws IOException {
    for (int number = 1; number <= 3; number++) {
      String daemon = "custody-" + number;
      var pieces = OpenedShare.pieces(deployment, daemon);
      assertThat(pieces).hasSizeGreaterThan(4);
      var shares = new SecretsScan(pieces);
      Path planted = Files.write(folder.resolve("dump"), OpenedShare.open(deployment, daemon));
      assertThat(shares.below(folder)).containsOnlyKeys(planted);
      assertThat(shares.below(folder).get(planted)).hasSize(pieces.size());

      assertThat(shares.below(deployment.run().root())).isEqualTo(Map.of());
    }
  }
}
