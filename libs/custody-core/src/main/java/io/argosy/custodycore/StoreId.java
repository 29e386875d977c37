package io.argosy.custodycore;

/**
 * Names a daemon's key store: kind, what tells this store from every other of the kind, and after a
 * slash the place in it that is the daemon's own. {@code vault:CLUSTER/NAMESPACE/MOUNT}, {@code
 * pkcs11:SERIAL}, {@code passphrase:HASH}.
 */
public record StoreId(String text) {
  private static final String SHAPE =
      "(vault|pkcs11|passphrase):[0-9A-Za-z._-]{1,100}(/[!-~]{1,100})?";

  public StoreId {
    if (!text.matches(SHAPE)) {
      throw new IllegalArgumentException("a key store: kind:identity or kind:identity/place");
    }
  }

  /**
   * What one administration holds: a cluster's administrators hold all of its mounts, so two mounts
   * of one cluster are one store.
   */
  public String administration() {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  @Override
  public String toString() {
    return text;
  }
}
