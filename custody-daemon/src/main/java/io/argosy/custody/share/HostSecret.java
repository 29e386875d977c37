package io.argosy.custody.share;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * 32 random bytes that stand on this host only. They are mixed into every wrapped data key, so the
 * key store's administrators cannot open a copied share. Thread-safe until closed.
 */
public final class HostSecret implements AutoCloseable {
  private final byte[] secret;

  /** Takes ownership of exactly 32 bytes and wipes them at close. */
  public HostSecret(byte[] owned) {
    if (owned.length != 32) {
      throw new IllegalArgumentException("a host secret has 32 bytes");
    }
    this.secret = owned;
  }

  /** The layer key for one context: HKDF-SHA-256 (RFC 5869) with the context as info. */
  SecretKey layerKey(ShareContext context) {
    return key(context.aad());
  }

  /** A key for one purpose, which its name tells apart from every other. */
  SecretKey key(byte[] purpose) {
    try {
      var parameters = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(purpose, 32);
      return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 is not to be had", e);
    }
  }

  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }
}
