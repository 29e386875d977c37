package io.argosy.reconcile;

import io.argosy.custodycore.PublicKeyText;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.StoreId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Keys, roster and mutual TLS of a deployment named demo, with three daemons of threshold two. */
final class Deployment {
  private final Path folder;
  private final CertificateAuthority app;
  private final CertificateAuthority custody;
  final KeyPair officer = pair();
  final KeyPair watcher = pair();
  final Roster roster;

  Deployment(Path folder) throws GeneralSecurityException, IOException {
    this.folder = folder;
    var random = new SecureRandom();
    this.app = CertificateAuthority.create("app", random);
    this.custody = CertificateAuthority.create("custody", random);
    var daemons = new ArrayList<Roster.Daemon>();
    for (int i = 1; i <= 3; i++) {
      daemons.add(
          new Roster.Daemon(
              i,
              new DaemonId("custody-" + i),
              publicKey(pair()),
              "127.0.0.1:" + (4000 + i),
              new StoreId("pkcs11:" + i)));
    }
    this.roster =
        new Roster(
            0,
            Digest32.of(new byte[32]),
            "demo",
            2,
            1,
            List.of(new Roster.Officer(new KeyId("olga"), publicKey(officer))),
            daemons,
            List.of(new Roster.Watcher(new KeyId("watch-1"), publicKey(watcher))),
            List.of());
    Files.write(folder.resolve("roster-0.txt"), roster.encoded());
    var pem = Base64.getMimeEncoder().encodeToString(watcher.getPrivate().getEncoded());
    Files.writeString(
        folder.resolve("watch-1.key"),
        "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static PublicKeyText publicKey(KeyPair pair) {
    return PublicKeyText.of(pair.getPublic());
  }

  List<DaemonId> daemons() {
    return roster.daemons().stream().map(Roster.Daemon::id).toList();
  }

  Tls tls(CertificateAuthority authority, String file, String identity)
      throws GeneralSecurityException, IOException {
    var issued = authority.issue(folder, file, Optional.of("argosy://demo/" + identity));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  Tls app(String file, String identity) throws GeneralSecurityException, IOException {
    return tls(app, file, identity);
  }

  Tls custody(String file, String identity) throws GeneralSecurityException, IOException {
    return tls(custody, file, identity);
  }

  static GrpcServer serve(Tls tls, BindableService service) throws IOException {
    return GrpcServer.start(
        new Listen("127.0.0.1", 0, tls, "demo", Reflection.OFF), List.of(service));
  }

  /** The certificate keys of a configuration's section. */
  static String section(Tls tls) {
    return "certificate = \"%s\", key = \"%s\", authority = \"%s\""
        .formatted(
            tls.certificate().toAbsolutePath(),
            tls.key().toAbsolutePath(),
            tls.authority().toAbsolutePath());
  }

  /** Names of daemons with the ports that they listen on. */
  static String addresses(List<DaemonId> daemons, List<GrpcServer> servers) {
    return String.join(
        ", ",
        IntStream.range(0, daemons.size())
            .mapToObj(
                i ->
                    "{ id = %s, address = \"127.0.0.1:%d\" }"
                        .formatted(daemons.get(i), servers.get(i).port()))
            .toList());
  }
}
