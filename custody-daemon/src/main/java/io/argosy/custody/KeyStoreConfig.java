package io.argosy.custody;

import io.argosy.custody.share.LateStore;
import io.argosy.custody.share.OwnerFile;
import io.argosy.custody.share.PassphraseStore;
import io.argosy.custody.share.Pkcs11Store;
import io.argosy.custody.share.SecretText;
import io.argosy.custody.share.VaultAccess;
import io.argosy.custody.share.VaultStore;
import io.argosy.servicekit.StrictConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** Which key store wraps the shares, and how it is opened; nothing is opened yet. */
record KeyStoreConfig(Kind kind, LateStore.Opening opening) {
  /** The words of the configuration. There is no default. */
  enum Kind {
    PASSPHRASE,
    VAULT,
    PKCS11
  }

  /** Whether this kind is fit for development only. */
  boolean developmentOnly() {
    return switch (kind) {
      case PASSPHRASE -> true;
      case VAULT, PKCS11 -> false;
    };
  }

  static KeyStoreConfig read(StrictConfig in) {
    return switch (in.text("kind")) {
      case "passphrase" -> passphrase(in);
      case "vault" -> vault(in);
      case "pkcs11" -> pkcs11(in);
      default -> throw in.fault("kind", "is passphrase, vault or pkcs11");
    };
  }

  private static KeyStoreConfig passphrase(StrictConfig in) {
    Path passphrase = in.path("passphrase-file");
    Path salt = in.path("salt-file");
    return new KeyStoreConfig(
        Kind.PASSPHRASE,
        () ->
            new PassphraseStore(secret(passphrase), Files.readAllBytes(salt), new SecureRandom()));
  }

  private static KeyStoreConfig vault(StrictConfig in) {
    String address = in.text("address");
    Path authority = in.path("authority");
    String role = in.text("role-id");
    Path secretId = in.path("secret-id-file");
    String transitKey = in.text("transit-key");
    return new KeyStoreConfig(
        Kind.VAULT,
        () ->
            new VaultStore(
                new VaultAccess(
                    address, authority, role, new SecretText(secret(secretId)), transitKey)));
  }

  private static KeyStoreConfig pkcs11(StrictConfig in) {
    Path library = in.path("library");
    int slot = in.number("slot-index");
    String alias = in.text("alias");
    Path pin = in.path("pin-file");
    return new KeyStoreConfig(
        Kind.PKCS11, () -> Pkcs11Store.open(library, slot, alias, secret(pin), new SecureRandom()));
  }

  /** The first line of a file that only its owner can read. */
  private static char[] secret(Path file) throws IOException {
    byte[] bytes = OwnerFile.read(file);
    try {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
      char[] secret = new char[text.remaining()];
      text.get(secret);
      Arrays.fill(text.array(), '\0');
      return secret;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
