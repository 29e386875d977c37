package io.argosy.servicekit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The one certificate that a process shows, whoever asks. Reading it by the JDK spares every
 * process the hundreds of classes and the key stores that netty's own reader goes through.
 */
final class OwnCertificate extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";
  private final X509Certificate[] chain;
  private final PrivateKey key;

  private OwnCertificate(X509Certificate[] chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  static OwnCertificate read(Path certificate, Path key) throws IOException {
    return new OwnCertificate(chain(certificate), PemKey.ofCertificate(key));
  }

  /** Certificates of a PEM file, at least one. */
  static X509Certificate[] chain(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      var read = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (read.isEmpty()) {
        throw new IOException(pem + " holds no certificate");
      }
      return read.toArray(X509Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no certificate", e);
    }
  }

  @Override
  public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
