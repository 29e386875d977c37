package io.argosy.acceptance;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.PassphraseFile;
import io.argosy.cli.deploy.SoftToken;
import io.argosy.cli.deploy.VaultServer;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.KeyStore;
import io.argosy.custody.share.PassphraseStore;
import io.argosy.custody.share.ShareContext;
import io.argosy.custody.share.ShareSeal;
import io.argosy.custody.share.VaultAccess;
import io.argosy.custody.share.VaultLogin;
import io.argosy.custody.share.VaultSession;
import io.argosy.custody.share.VaultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * What only the owner of a custody host can do: opens its sealed share, to know what to look for.
 */
final class OpenedShare {
  /**
   * Format, index, holders, threshold (4 bytes), public key (33), chain code (32), and of each of
   * three holders its index (1) and public share (33).
   */
  private static final int SECRET = 4 + 33 + 32 + 3 * 34;

  private static final int PIECE = 32;
  private static final int EVERY = 1024;

  private OpenedShare() {}

  /** The scalar, and pieces of the transfers that are secret, too; none has a home. */
  static List<Secret> pieces(Deployment deployment, String daemon) throws IOException {
    byte[] plain = open(deployment, daemon);
    var pieces = new ArrayList<Secret>();
    for (int from = SECRET; from + PIECE <= plain.length; from += EVERY) {
      byte[] piece = Arrays.copyOfRange(plain, from, from + PIECE);
      pieces.add(new Secret(daemon + "'s share at " + from, Optional.empty(), piece));
    }
    return pieces;
  }

  static byte[] open(Deployment deployment, String daemon) throws IOException {
    Path folder = deployment.run().of(daemon);
    var random = new SecureRandom();
    var store = store(deployment, daemon, folder);
    byte[] sealed = Files.readAllBytes(folder.resolve("data/shares/treasury-1-0.share"));
    var context = new ShareContext(deployment.genesisHash(), daemon, "treasury-1", 0);
    try (var host = new HostSecret(Files.readAllBytes(folder.resolve("host.secret")))) {
      return switch (new ShareSeal(store, host, random).open(sealed, context)) {
        case ShareSeal.Outcome.Done(byte[] plain) -> plain;
        case ShareSeal.Outcome.Waiting waiting -> throw new IOException(waiting.toString());
        case ShareSeal.Outcome.Broken broken -> throw new IOException(broken.toString());
      };
    }
  }

  private static KeyStore store(Deployment deployment, String daemon, Path folder)
      throws IOException {
    return switch (deployment.keyStore(daemon)) {
      case PassphraseFile _ ->
          new PassphraseStore(
              Files.readString(folder.resolve("passphrase")).toCharArray(),
              Files.readAllBytes(folder.resolve("salt")),
              new SecureRandom());
      case VaultServer vault -> vault(vault, daemon);
      case SoftToken _ ->
          Assumptions.abort("a process sees the tokens that its own environment names");
    };
  }

  /** By another secret id, which the server's administrators make. */
  private static KeyStore vault(VaultServer vault, String daemon) throws IOException {
    Path secret = Files.createTempFile("secret-id", "");
    String made =
        vault
            .server()
            .bao("write", "-f", "-field=secret_id", "auth/approle/role/" + daemon + "/secret-id");
    var login = new VaultLogin.AppRole(vault.roleId(), Files.writeString(secret, made));
    var access =
        new VaultAccess(
            vault.server().address(),
            vault.host().folder().resolve("openbao.ca.pem"),
            Optional.empty(),
            "transit",
            login);
    return new VaultStore(new VaultSession(access, Clock.systemUTC()), "transit");
  }
}
