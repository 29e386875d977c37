package io.argosy.custody.share;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A PKCS#11 token: an AES-256 key that is made in the token and never leaves it wraps with AES-GCM,
 * the context as additional data. The nonce (96 bits, random) stands in front. The JDK's provider
 * gives each operation a session of its own, so this class is thread-safe.
 */
public final class Pkcs11Store implements KeyStore {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private final Provider provider;
  private final SecretKey key;
  private final String identity;
  private final SecureRandom random;

  private Pkcs11Store(Provider provider, SecretKey key, String identity, SecureRandom random) {
    this.provider = provider;
    this.key = key;
    this.identity = identity;
    this.random = random;
  }

  /**
   * Logs in to the token and finds the wrapping key, or makes it.
   *
   * @param library the vendor's PKCS#11 library
   * @param slotListIndex place of the token in the library's list of slots, from 0
   * @param alias label of the wrapping key, one an epoch
   * @param pin opens the token; wiped here
   * @throws GeneralSecurityException when the token refuses the PIN or the key
   */
  public static Pkcs11Store open(
      Path library, int slotListIndex, String alias, char[] pin, SecureRandom random)
      throws GeneralSecurityException {
    Provider provider =
        Security.getProvider("SunPKCS11").configure(configuration(library, slotListIndex));
    try {
      var tokens = java.security.KeyStore.getInstance("PKCS11", provider);
      tokens.load(null, pin);
      if (!tokens.containsAlias(alias)) {
        var generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        tokens.setKeyEntry(alias, generator.generateKey(), null, null);
      }
      if (!(tokens.getKey(alias, null) instanceof SecretKey key)) {
        throw new KeyStoreException(alias + " is not a secret key of the token");
      }
      if (key.getEncoded() != null) {
        throw new KeyStoreException(alias + " can be read out of the token; make another");
      }
      String identity = "pkcs11:" + TokenSerial.read(library, slotListIndex);
      return new Pkcs11Store(provider, key, identity, random);
    } catch (IOException | ProviderException e) {
      throw new KeyStoreException("the token did not open: PIN, slot or library", e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static String configuration(Path library, int slotListIndex) {
    return """
        --name = argosy-%d
        library = %s
        slotListIndex = %d
        attributes(*,CKO_SECRET_KEY,CKK_AES) = {
          CKA_PRIVATE = true
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
          CKA_ENCRYPT = true
          CKA_DECRYPT = true
        }
        """
        .formatted(slotListIndex, library, slotListIndex);
  }

  @Override
  public Optional<String> identity() {
    return Optional.of(identity);
  }

  @Override
  public boolean developmentOnly() {
    return false;
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] box = run(Cipher.ENCRYPT_MODE, nonce, secret, 0, context);
      byte[] out = Arrays.copyOf(nonce, NONCE + box.length);
      System.arraycopy(box, 0, out, NONCE, box.length);
      return new Answer.Done(out);
    } catch (GeneralSecurityException | ProviderException e) {
      return new Answer.Unavailable(Cause.TOKEN_REMOVED, "the token did not wrap");
    }
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    if (wrapped.length < NONCE + TAG_BITS / 8) {
      return new Answer.Rejected("too short");
    }
    try {
      byte[] nonce = Arrays.copyOf(wrapped, NONCE);
      return new Answer.Done(run(Cipher.DECRYPT_MODE, nonce, wrapped, NONCE, context));
    } catch (AEADBadTagException e) {
      return new Answer.Rejected("wrong token, context or bytes");
    } catch (GeneralSecurityException | ProviderException e) {
      return new Answer.Unavailable(Cause.TOKEN_REMOVED, "the token did not unwrap");
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] in, int from, ShareContext context)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.aad());
    return cipher.doFinal(in, from, in.length - from);
  }
}
