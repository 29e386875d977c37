package io.argosy.custody.share;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS of one login: no other trust anchor than the one named, and a certificate if it is by
 * one.
 */
final class VaultTls {
  private VaultTls() {}

  /** Reads the files anew, so that a renewed certificate counts from the next login on. */
  static SSLContext of(VaultAccess access) throws GeneralSecurityException, IOException {
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors(access.authority()));
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys(access.login()), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }
  }

  private static KeyStore anchors(Path authority) throws GeneralSecurityException, IOException {
    var anchors = empty();
    for (var anchor : certificates(authority)) {
      anchors.setCertificateEntry("anchor-" + anchors.size(), anchor);
    }
    return anchors;
  }

  private static KeyManager[] keys(VaultLogin login) throws GeneralSecurityException, IOException {
    return switch (login) {
      case VaultLogin.AppRole _, VaultLogin.WrappedAppRole _ -> new KeyManager[0];
      case VaultLogin.Certificate(var chain, var key) -> {
        var store = empty();
        var certificates = certificates(chain).toArray(Certificate[]::new);
        store.setKeyEntry("daemon", privateKey(key), new char[0], certificates);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        yield keys.getKeyManagers();
      }
    };
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
    byte[] pem = OwnerFile.read(file);
    try {
      String text = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
      byte[] encoded = Base64.getMimeDecoder().decode(text.strip());
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }
}
