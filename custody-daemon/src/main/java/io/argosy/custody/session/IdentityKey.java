package io.argosy.custody.session;

import io.argosy.custody.share.OwnerFile;
import io.argosy.custodycore.PublicKeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The Ed25519 key by which the roster knows this daemon; it signs acknowledgements and round 0.
 * Thread-safe. Does not print itself.
 */
public final class IdentityKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private final PrivateKey key;

  private IdentityKey(PrivateKey key) {
    this.key = key;
  }

  /** Reads a PKCS#8 PEM file that only its owner can read; it must be the listed key's half. */
  public static IdentityKey read(Path file, PublicKeyText listed) throws IOException {
    byte[] pem = OwnerFile.read(file);
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    Arrays.fill(pem, (byte) 0);
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IOException(file + " is not a PKCS#8 PEM file (" + BEGIN + ")");
    }
    byte[] encoded =
        Base64.getMimeDecoder()
            .decode(text.substring(BEGIN.length(), text.length() - END.length()));
    try {
      var spec = new PKCS8EncodedKeySpec(encoded);
      var identity = new IdentityKey(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
      byte[] probe = {1};
      if (!listed.verifies(probe, identity.sign(probe))) {
        throw new IOException(file + " is not the key that the roster lists for this daemon");
      }
      return identity;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no Ed25519 key", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
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
