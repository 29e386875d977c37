package io.argosy.cli.deploy;

import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.OpenBao;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An OpenBao server of one daemon's own, over TLS, with storage on disk and an audit log, set up by
 * the scripts that teams take; what its administrators know stands in a file of theirs.
 */
public record VaultServer(
    HostFolder host, OpenBao server, CertificateAuthority authority, String roleId)
    implements HostKeyStore {
  private static final Path SCRIPTS = RunFolder.home().resolve("deploy/vault");

  static VaultServer start(HostFolder host, String key, SecureRandom random)
      throws IOException, GeneralSecurityException {
    var authority = CertificateAuthority.create(host.daemon() + " key store", random);
    var tls = authority.issue(host.folder().toAbsolutePath(), "openbao", Optional.empty());
    Path folder = Files.createDirectories(host.file("openbao"));
    var server = OpenBao.start(RunFolder.tools(), folder, tls);
    try {
      byte[] known = server.administratorEnvironment().getBytes(StandardCharsets.US_ASCII);
      host.secret("openbao.administrator", known);
      return new VaultServer(host, server, authority, setUp(host, server, key));
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Leaves the wrapped secret id with the host, and answers the role's id. */
  private static String setUp(HostFolder host, OpenBao server, String key) throws IOException {
    run(server, "enable-engines.sh");
    run(server, "setup-key.sh", host.daemon(), key);
    var said = new TreeMap<String, String>();
    for (String line : run(server, "setup-daemon.sh", host.daemon()).lines().toList()) {
      int space = line.indexOf(' ');
      said.put(line.substring(0, space), line.substring(space + 1));
    }
    String token = said.getOrDefault("wrapping_token", "") + "\n";
    host.secret("secret-id.wrapped", token.getBytes(StandardCharsets.US_ASCII));
    return said.getOrDefault("role_id", "");
  }

  private static String run(OpenBao server, String script, String... words) throws IOException {
    var command = new java.util.ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(words));
    return server.administrator(command);
  }

  @Override
  public String section() {
    return """
        key-store {
          kind = vault
          address = "%s"
          authority = "openbao.ca.pem"
          transit-mount = transit
          login {
            kind = wrapped-approle
            role-id = "%s"
            wrapping-token-file = "secret-id.wrapped"
          }
          degraded-for = 15m
        }
        """
        .formatted(server.address(), roleId);
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public List<ProcessList.Entry> processes() {
    var ports = new TreeMap<>(Map.of("port", server.port()));
    return List.of(ProcessList.Entry.of(host.daemon() + "-openbao", server.pid(), ports));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
