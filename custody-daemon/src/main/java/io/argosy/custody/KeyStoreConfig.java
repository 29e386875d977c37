package io.argosy.custody;

import io.argosy.custody.share.DurableFolder;
import io.argosy.custody.share.FolderShelf;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.KeyStore;
import io.argosy.custody.share.LateStore;
import io.argosy.custody.share.OwnerFile;
import io.argosy.custody.share.PassphraseStore;
import io.argosy.custody.share.Pkcs11Store;
import io.argosy.custody.share.Shelf;
import io.argosy.custody.share.VaultAccess;
import io.argosy.custody.share.VaultLogin;
import io.argosy.custody.share.VaultSession;
import io.argosy.custody.share.VaultShelf;
import io.argosy.custody.share.VaultStore;
import io.argosy.custody.share.WrappedSecretId;
import io.argosy.servicekit.StrictConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * Which key store wraps the shares, and where they stand; nothing is opened yet.
 *
 * @param degradedFor how long shares stay in memory while the store does not answer
 */
record KeyStoreConfig(Kind kind, Duration degradedFor, Opening opening) {
  /** The words of the configuration. There is no default. */
  enum Kind {
    PASSPHRASE,
    VAULT,
    PKCS11
  }

  /** Puts store and shelf together; neither is reached for before its first use. */
  interface Opening {
    Opened open(DurableFolder folder, HostSecret host);
  }

  /** What shares are wrapped with, and where they stand. */
  record Opened(KeyStore store, Shelf shelf) {}

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

  /** It is always there, so nothing is ever degraded. */
  private static KeyStoreConfig passphrase(StrictConfig in) {
    Path passphrase = in.path("passphrase-file");
    Path salt = in.path("salt-file");
    LateStore.Opening opening =
        () ->
            new PassphraseStore(
                OwnerFile.firstLine(passphrase), Files.readAllBytes(salt), new SecureRandom());
    return new KeyStoreConfig(
        Kind.PASSPHRASE,
        Duration.ofDays(1),
        (folder, _) -> new Opened(new LateStore(opening), new FolderShelf(folder)));
  }

  private static KeyStoreConfig pkcs11(StrictConfig in) {
    Path library = in.path("library");
    int slot = in.number("slot-index");
    Path pin = in.path("pin-file");
    LateStore.Opening opening =
        () -> Pkcs11Store.open(library, slot, OwnerFile.firstLine(pin), new SecureRandom());
    return new KeyStoreConfig(
        Kind.PKCS11,
        in.duration("degraded-for"),
        (folder, _) -> new Opened(new LateStore(opening), new FolderShelf(folder)));
  }

  private static KeyStoreConfig vault(StrictConfig in) {
    String address = in.text("address");
    if (!address.startsWith("https://")) {
      throw in.fault("address", "begins with https://");
    }
    Path authority = in.path("authority");
    var namespace = in.optionalText("namespace");
    String transit = in.text("transit-mount");
    var shares = in.optionalText("share-mount");
    var login = login(in.section("login"));
    return new KeyStoreConfig(
        Kind.VAULT,
        in.duration("degraded-for"),
        (folder, host) -> {
          var access =
              new VaultAccess(address, authority, namespace, transit, login.of(folder, host));
          var session = new VaultSession(access, Clock.systemUTC());
          return new Opened(
              new VaultStore(session, transit),
              shares
                  .<Shelf>map(mount -> new VaultShelf(session, mount))
                  .orElseGet(() -> new FolderShelf(folder)));
        });
  }

  private interface Login {
    VaultLogin of(DurableFolder folder, HostSecret host);
  }

  private static Login login(StrictConfig in) {
    return switch (in.text("kind")) {
      case "approle" -> {
        var login = new VaultLogin.AppRole(in.text("role-id"), in.path("secret-id-file"));
        yield (_, _) -> login;
      }
      case "wrapped-approle" -> {
        String role = in.text("role-id");
        Path token = in.path("wrapping-token-file");
        yield (folder, host) ->
            new VaultLogin.WrappedAppRole(
                role, new WrappedSecretId(token, folder, host, new SecureRandom()));
      }
      case "certificate" -> {
        var login = new VaultLogin.Certificate(in.path("certificate"), in.path("key"));
        yield (_, _) -> login;
      }
      default -> throw in.fault("kind", "is approle, wrapped-approle or certificate");
    };
  }
}
