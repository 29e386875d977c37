package io.argosy.custody.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.FailedLoginException;

/**
 * A PKCS#11 token: AES-256 keys that are made in the token and never leave it wrap with AES-GCM,
 * the context and the key's version as additional data. A context's key is labelled {@code
 * DAEMON.KEY.EPOCH.vN}. Wrapped bytes: the version (4 bytes, big-endian), a random nonce (12), the
 * box. The JDK's provider gives each operation a session of its own, so this class is thread-safe.
 */
public final class Pkcs11Store implements KeyStore {
  private static final int VERSION = 4;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private final Provider provider;
  private final java.security.KeyStore tokens;
  private final String identity;
  private final SecureRandom random;

  private Pkcs11Store(
      Provider provider, java.security.KeyStore tokens, String identity, SecureRandom random) {
    this.provider = provider;
    this.tokens = tokens;
    this.identity = identity;
    this.random = random;
  }

  /**
   * Logs in to the token.
   *
   * @param library the vendor's PKCS#11 library
   * @param slotListIndex place of the token in the library's list of slots, from 0
   * @param pin opens the token; wiped here
   * @throws GeneralSecurityException when the token refuses the PIN, or is not there
   */
  public static Pkcs11Store open(Path library, int slotListIndex, char[] pin, SecureRandom random)
      throws GeneralSecurityException {
    try {
      return found(library, slotListIndex, pin, random);
    } catch (TokenGoneException e) {
      startAgain(library);
      return found(library, slotListIndex, pin, random);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static void startAgain(Path library) throws TokenGoneException {
    try {
      TokenLibrary.startAgain(library);
    } catch (KeyStoreException e) {
      throw new TokenGoneException("the library finds no token", e);
    }
  }

  private static Pkcs11Store found(Path library, int slotListIndex, char[] pin, SecureRandom random)
      throws GeneralSecurityException {
    try {
      Provider provider =
          Security.getProvider("SunPKCS11").configure(configuration(library, slotListIndex));
      var tokens = java.security.KeyStore.getInstance("PKCS11", provider);
      tokens.load(null, pin);
      String identity = "pkcs11:" + TokenLibrary.serial(library, slotListIndex);
      return new Pkcs11Store(provider, tokens, identity, random);
    } catch (IOException e) {
      if (e.getCause() instanceof FailedLoginException) {
        throw new KeyStoreException("the token refused the PIN", e);
      }
      throw new TokenGoneException("the slot has no token that opens", e);
    } catch (ProviderException | KeyStoreException e) {
      throw new TokenGoneException("the slot has no token that opens", e);
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
  public Identity identity() {
    return new Identity.Known(identity);
  }

  @Override
  public boolean developmentOnly() {
    return false;
  }

  private static String label(ShareContext context, int version) {
    return context.wrappingKey() + ".v" + version;
  }

  /** The highest version that the token holds; 0 for none. */
  private int newest(ShareContext context) throws KeyStoreException {
    String begin = context.wrappingKey() + ".v";
    int newest = 0;
    for (var labels = tokens.aliases(); labels.hasMoreElements(); ) {
      String label = labels.nextElement();
      if (label.startsWith(begin)) {
        newest = Math.max(newest, Integer.parseInt(label.substring(begin.length())));
      }
    }
    return newest;
  }

  private void make(String label) throws GeneralSecurityException {
    var generator = KeyGenerator.getInstance("AES", provider);
    generator.init(256);
    tokens.setKeyEntry(label, generator.generateKey(), null, null);
  }

  private SecretKey key(String label) throws GeneralSecurityException {
    if (!(tokens.getKey(label, null) instanceof SecretKey key)) {
      throw new KeyStoreException(label + " is not a secret key of the token");
    }
    if (key.getEncoded() != null) {
      throw new KeyStoreException(label + " can be read out of the token; make another");
    }
    return key;
  }

  @Override
  public synchronized Answer wrap(byte[] secret, ShareContext context) {
    try {
      int version = newest(context);
      if (version == 0) {
        version = 1;
        make(label(context, version));
      }
      return wrapUnder(version, secret, context);
    } catch (GeneralSecurityException | ProviderException e) {
      return gone("the token did not wrap");
    }
  }

  private Answer wrapUnder(int version, byte[] secret, ShareContext context)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] head = ByteBuffer.allocate(VERSION + NONCE).putInt(version).put(nonce).array();
    var cipher = cipher(Cipher.ENCRYPT_MODE, key(label(context, version)), head, context);
    byte[] box = cipher.doFinal(secret);
    return new Answer.Done(
        ByteBuffer.allocate(head.length + box.length).put(head).put(box).array());
  }

  private Cipher cipher(int mode, SecretKey key, byte[] head, ShareContext context)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, head, VERSION, NONCE));
    cipher.updateAAD(context.aad());
    cipher.updateAAD(head, 0, VERSION);
    return cipher;
  }

  private static Answer gone(String detail) {
    return new Answer.Unavailable(Cause.TOKEN_REMOVED, detail);
  }

  @Override
  public synchronized Answer unwrap(byte[] wrapped, ShareContext context) {
    int from = VERSION + NONCE;
    if (wrapped.length < from + TAG_BITS / 8) {
      return new Answer.Rejected("too short");
    }
    try {
      String label = label(context, version(wrapped));
      if (!tokens.containsAlias(label)) {
        return new Answer.Rejected("the token holds no key " + label);
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, key(label), wrapped, context);
      return new Answer.Done(cipher.doFinal(wrapped, from, wrapped.length - from));
    } catch (AEADBadTagException e) {
      return new Answer.Rejected("wrong token, context or bytes");
    } catch (GeneralSecurityException | ProviderException e) {
      return gone("the token did not unwrap");
    }
  }

  private static int version(byte[] wrapped) {
    return ByteBuffer.wrap(wrapped).getInt();
  }

  /** A token has nobody else who would. */
  @Override
  public synchronized Answer newVersion(ShareContext context) {
    try {
      make(label(context, newest(context) + 1));
      return Answer.done();
    } catch (GeneralSecurityException | ProviderException e) {
      return gone("the token made no key");
    }
  }

  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return delete(context, version(wrapped) - 1);
  }

  @Override
  public Answer destroy(ShareContext context) {
    return delete(context, Integer.MAX_VALUE);
  }

  private synchronized Answer delete(ShareContext context, int highest) {
    try {
      int last = Math.min(highest, newest(context));
      for (int version = 1; version <= last; version++) {
        if (tokens.containsAlias(label(context, version))) {
          tokens.deleteEntry(label(context, version));
        }
      }
      return Answer.done();
    } catch (GeneralSecurityException | ProviderException e) {
      return gone("the token did not delete");
    }
  }

  @Override
  public String wrappingKey(byte[] wrapped, ShareContext context) {
    return wrapped.length < VERSION ? context.wrappingKey() : label(context, version(wrapped));
  }

  /** The login is the whole process's, and ends with it. */
  @Override
  public void close() {}
}
