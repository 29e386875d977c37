package io.argosy.cli.deploy;

import java.util.Locale;

/** What wraps the daemons' shares in a deployment on this machine. */
public enum KeyStoreKind {
  /** A passphrase file for each daemon; for development only. */
  PASSPHRASE,
  /** An OpenBao server for each daemon, over TLS, set up as a security team would. */
  VAULT,
  /** A SoftHSM token for each daemon, in the place of a device. */
  HSM;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
