package io.argosy.custody.session;

import io.argosy.custody.share.OwnerFile;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.servicekit.PemKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * The Ed25519 key by which the roster knows this daemon; it signs acknowledgements and round 0.
 * Thread-safe. Does not print itself.
 */
public final class IdentityKey {
  private final PrivateKey key;

  private IdentityKey(PrivateKey key) {
    this.key = key;
  }

  /** Reads a PKCS#8 PEM file that only its owner can read; it must be the listed key's half. */
  public static IdentityKey read(Path file, PublicKeyText listed) throws IOException {
    var identity = new IdentityKey(PemKey.ed25519(file, OwnerFile.read(file)));
    byte[] probe = {1};
    if (!listed.verifies(probe, identity.sign(probe))) {
      throw new IOException(file + " is not the key that the roster lists for this daemon");
    }
    return identity;
  }

  /** Signs a text. */
  public byte[] sign(byte[] text) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "IdentityKey";
  }
}
