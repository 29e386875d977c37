package io.argosy.custody.share;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM (NIST SP 800-38D), 96-bit random nonce in front, 128-bit tag behind. */
final class AesGcm {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private AesGcm() {}

  static byte[] encrypt(SecretKey key, byte[] plain, byte[] aad, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(aad);
      byte[] out = Arrays.copyOf(nonce, NONCE + plain.length + TAG_BITS / 8);
      cipher.doFinal(plain, 0, plain.length, out, NONCE);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not to be had", e);
    }
  }

  /** Empty when key, context or bytes are not those of the sealing. */
  static Optional<byte[]> decrypt(SecretKey key, byte[] sealed, byte[] aad) {
    if (sealed.length < NONCE + TAG_BITS / 8) {
      return Optional.empty();
    }
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
      cipher.updateAAD(aad);
      return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not to be had", e);
    }
  }
}
