package io.argosy.acceptance;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.argosy.stack.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Something else behind a key store's address, with a certificate of its authority. */
final class Impostor implements AutoCloseable {
  private final HttpsServer server;

  private Impostor(HttpsServer server) {
    this.server = server;
  }

  /**
   * @param text what it answers to everything
   */
  static Impostor start(CertificateAuthority.Issued certificate, String text)
      throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
    byte[] answer = text.getBytes(StandardCharsets.UTF_8);
    var _ =
        server.createContext(
            "/",
            exchange -> {
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
              exchange.close();
            });
    server.start();
    return new Impostor(server);
  }

  private static SSLContext context(CertificateAuthority.Issued issued)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {certificate(issued.certificate())};
    String pem = Files.readString(issued.key()).replaceAll("-----[A-Z ]+-----", "").strip();
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
    store.setKeyEntry(
        "one", KeyFactory.getInstance("EC").generatePrivate(spec), new char[0], chain);
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
