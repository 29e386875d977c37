package io.argosy.cli.deploy;

import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The two authorities of a deployment on this machine: the application's, and custody's, which
 * belongs to the security team. Their keys stay in memory.
 */
public final class Certificates {
  private final String deployment;
  private final CertificateAuthority application;
  private final CertificateAuthority custody;

  private Certificates(
      String deployment, CertificateAuthority application, CertificateAuthority custody) {
    this.deployment = deployment;
    this.application = application;
    this.custody = custody;
  }

  static Certificates create(String deployment, SecureRandom random)
      throws GeneralSecurityException {
    return new Certificates(
        deployment,
        CertificateAuthority.create(deployment + " application", random),
        CertificateAuthority.create(deployment + " custody", random));
  }

  /** Issues an identity of the application's authority into a folder. */
  Tls application(Path folder, String file, Role role, String name)
      throws GeneralSecurityException, IOException {
    return issue(application, folder, file, new Identity(deployment, role, name));
  }

  /** Issues an identity of custody's authority into a folder. */
  Tls custody(Path folder, String file, Role role, String name)
      throws GeneralSecurityException, IOException {
    return issue(custody, folder, file, new Identity(deployment, role, name));
  }

  /** The authority of zone A, for tools that issue what nobody should accept. */
  public CertificateAuthority applicationAuthority() {
    return application;
  }

  /** The authority of the security team, for the same tools. */
  public CertificateAuthority custodyAuthority() {
    return custody;
  }

  private static Tls issue(CertificateAuthority from, Path folder, String file, Identity identity)
      throws GeneralSecurityException, IOException {
    var issued = from.issue(folder, file, Optional.of(identity.toString()));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }
}
