package io.argosy.custody.share;

import java.nio.file.Path;

/** How a daemon says to Vault who it is. */
public sealed interface VaultLogin {
  /**
   * By a role's id and its secret id.
   *
   * @param secretId a file that only its owner can read; the first line counts
   */
  record AppRole(String roleId, Path secretId) implements VaultLogin {}

  /** By a role's id and a secret id that came wrapped, so that nobody on its way has seen it. */
  record WrappedAppRole(String roleId, WrappedSecretId secretId) implements VaultLogin {}

  /**
   * By a TLS certificate that a role of the server accepts.
   *
   * @param certificate PEM chain
   * @param key PKCS#8 PEM of an elliptic-curve key, readable by its owner alone
   */
  record Certificate(Path certificate, Path key) implements VaultLogin {}
}
