package io.argosy.servicekit;

import io.netty.handler.ssl.util.SimpleTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server only when its authority signed for exactly the identity that the caller
 * expects, so that no byte of a request goes to another of our own processes.
 */
final class ExpectedServer extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager chain;
  private final Identity expected;

  private ExpectedServer(X509ExtendedTrustManager chain, Identity expected) {
    this.chain = chain;
    this.expected = expected;
  }

  static TrustManagerFactory of(Path authority, Identity expected) throws IOException {
    try {
      var manager = new ExpectedServer(trusting(authority), expected);
      return new SimpleTrustManagerFactory() {
        @Override
        protected void engineInit(KeyStore keyStore) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected TrustManager[] engineGetTrustManagers() {
          return new TrustManager[] {manager};
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IOException(authority + " holds no certificate", e);
    }
  }

  private static X509ExtendedTrustManager trusting(Path authority)
      throws IOException, GeneralSecurityException {
    var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    for (var anchor : OwnCertificate.chain(authority)) {
      anchors.setCertificateEntry("anchor-" + anchors.size(), anchor);
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(anchors);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void requireExpected(X509Certificate[] certificates) throws CertificateException {
    if (Identity.of(certificates[0]).filter(expected::equals).isEmpty()) {
      throw new CertificateException("the server is not " + expected);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    chain.checkServerTrusted(certificates, type, engine);
    requireExpected(certificates);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    chain.checkServerTrusted(certificates, type, socket);
    requireExpected(certificates);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    chain.checkServerTrusted(certificates, type);
    requireExpected(certificates);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    throw noCallers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    throw noCallers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    throw noCallers();
  }

  private static CertificateException noCallers() {
    return new CertificateException("a caller judges servers only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
