package io.argosy.reconcile.alarm;

import io.argosy.custodycore.Roster;
import io.argosy.model.KeyId;
import io.argosy.servicekit.PemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** The watcher's Ed25519 key, which can freeze and nothing else. Thread-safe; prints its name. */
public final class WatcherKey {
  private static final byte[] PROBE = {1};
  private final KeyId id;
  private final PrivateKey key;

  private WatcherKey(KeyId id, PrivateKey key) {
    this.id = id;
    this.key = key;
  }

  /**
   * Reads a PKCS#8 PEM file.
   *
   * @param roster lists the watcher; a key that it does not list could freeze nothing
   */
  public static WatcherKey read(KeyId id, Path pem, Roster roster) throws IOException {
    var read = new WatcherKey(id, PemKey.ed25519(pem, Files.readAllBytes(pem)));
    byte[] signature = read.sign(PROBE);
    if (roster.watchers().stream()
        .noneMatch(w -> w.key().equals(id) && w.publicKey().verifies(PROBE, signature))) {
      throw new IOException("the roster lists no watcher " + id + " with the key of " + pem);
    }
    return read;
  }

  public KeyId id() {
    return id;
  }

  byte[] sign(byte[] text) {
    try {
      var signing = Signature.getInstance("Ed25519");
      signing.initSign(key);
      signing.update(text);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "WatcherKey[" + id + "]";
  }
}
