package io.argosy.custody;

import io.argosy.custodycore.StoreId;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.OpenBao;
import io.argosy.stack.SoftHsm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Real key stores for the hosts of a trio: the first has an OpenBao server, which keeps its sealed
 * shares, too; the second has a token; the third has a passphrase.
 */
final class RealStores implements AutoCloseable {
  private static final Path TOOLS = Path.of(System.getProperty("argosy.tools"));
  private static final Path SCRIPTS = TOOLS.resolveSibling("deploy/vault");
  final OpenBao bao;
  private final CertificateAuthority.Issued tls;

  RealStores(Path folder) throws Exception {
    tls =
        CertificateAuthority.create("vault", new SecureRandom())
            .issue(folder, "bao", Optional.empty());
    bao = OpenBao.start(TOOLS, folder.resolve("openbao"), tls);
  }

  StoreId equip(Host host) throws Exception {
    return switch (host.index()) {
      case 1 -> vault(host);
      case 2 -> token(host);
      default -> host.passphrase();
    };
  }

  String script(String name, String... words) throws Exception {
    var command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
    command.addAll(List.of(words));
    return bao.administrator(command);
  }

  private StoreId vault(Host host) throws Exception {
    var _ = script("enable-engines.sh");
    var _ = script("setup-key.sh", Host.name(1), Documents.KEY.text());
    var said = new TreeMap<String, String>();
    script("setup-daemon.sh", Host.name(1))
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> said.put(words[0], words[1]));
    String token = said.getOrDefault("wrapping_token", "");
    host.secretFile("secret-id.wrapped", token.getBytes(StandardCharsets.US_ASCII));
    return host.equip(
        """
        key-store {
          kind = vault
          address = "%s"
          authority = "%s"
          transit-mount = transit
          login { kind = wrapped-approle, role-id = "%s", wrapping-token-file = "secret-id.wrapped" }
          share-mount = secret
          degraded-for = 15m
        }
        """
            .formatted(bao.address(), tls.authority(), said.getOrDefault("role_id", "")),
        Map.of());
  }

  private static StoreId token(Host host) throws Exception {
    String pin = "4711-0815";
    var hsm = SoftHsm.prepare(TOOLS, host.file("hsm"));
    hsm.initToken(Host.name(2), pin);
    host.secretFile("pin", pin.getBytes(StandardCharsets.US_ASCII));
    return host.equip(
        """
        key-store {
          kind = pkcs11
          library = "%s"
          slot-index = 0
          pin-file = "pin"
          degraded-for = 15m
        }
        """
            .formatted(hsm.library()),
        Map.of("SOFTHSM2_CONF", hsm.config().toString()));
  }

  @Override
  public void close() throws IOException {
    bao.close();
  }
}
