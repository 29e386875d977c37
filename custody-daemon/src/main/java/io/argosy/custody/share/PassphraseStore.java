package io.argosy.custody.share;

import io.argosy.model.Digest32;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * For development only: the wrapping key comes from a passphrase and a salt that stand on the same
 * host. PBKDF2-HMAC-SHA-512, 220,000 rounds (OWASP 2023).
 */
public final class PassphraseStore implements KeyStore {
  private static final int ROUNDS = 220_000;
  private final SecretKey key;
  private final String identity;
  private final SecureRandom random;

  /**
   * Derives the wrapping key and wipes the passphrase.
   *
   * @param passphrase at least 12 characters
   * @param salt at least 16 bytes, this host's own
   */
  public PassphraseStore(char[] passphrase, byte[] salt, SecureRandom random) {
    if (passphrase.length < 12 || salt.length < 16) {
      throw new IllegalArgumentException("passphrase: 12 characters or more; salt: 16 bytes");
    }
    this.key = derive(passphrase, salt);
    this.identity = "passphrase:" + Digest32.sha256(salt);
    this.random = random;
  }

  private static SecretKey derive(char[] passphrase, byte[] salt) {
    var spec = new PBEKeySpec(passphrase, salt, ROUNDS, 256);
    try {
      var factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512");
      return new SecretKeySpec(factory.generateSecret(spec).getEncoded(), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 is not to be had", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(passphrase, '\0');
    }
  }

  @Override
  public Identity identity() {
    return new Identity.Known(identity);
  }

  @Override
  public boolean developmentOnly() {
    return true;
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    return new Answer.Done(AesGcm.encrypt(key, secret, context.aad(), random));
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return AesGcm.decrypt(key, wrapped, context.aad())
        .<Answer>map(Answer.Done::new)
        .orElseGet(() -> new Answer.Rejected("wrong passphrase, context or bytes"));
  }

  /** There is one key, and it has one version. */
  @Override
  public Answer newVersion(ShareContext context) {
    return Answer.done();
  }

  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return Answer.done();
  }

  /** A passphrase cannot forget; the sealed share's own end has to do. */
  @Override
  public Answer destroy(ShareContext context) {
    return Answer.done();
  }

  @Override
  public String wrappingKey(byte[] wrapped, ShareContext context) {
    return "passphrase";
  }

  @Override
  public void close() {}
}
