package io.argosy.custody.share;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * How one daemon reaches its Vault or OpenBao: address, the authority that it trusts there, and its
 * AppRole. TLS 1.3 only, and no other trust anchor than the one named here.
 *
 * @param transitKey the daemon's own transit key, one an epoch
 */
public record VaultAccess(
    String address, Path authority, String roleId, SecretText secretId, String transitKey) {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int READ_SECONDS = 5;

  /** One client for the life of the store: the driver would make a new one for every call. */
  HttpClient httpClient() throws GeneralSecurityException, IOException {
    var only = new SSLParameters();
    only.setProtocols(new String[] {"TLSv1.3"});
    return HttpClient.newBuilder()
        .sslContext(trusting(authority))
        .sslParameters(only)
        .connectTimeout(CONNECT)
        .build();
  }

  private static SSLContext trusting(Path authority) throws GeneralSecurityException, IOException {
    var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      for (var anchor : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        anchors.setCertificateEntry("anchor-" + anchors.size(), anchor);
      }
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A client without a token; it can only log in and ask for the server's health. */
  Vault anonymous(HttpClient http) throws VaultException {
    return Vault.create(config(http).build());
  }

  /** A client with a fresh token of the AppRole. */
  Vault login(HttpClient http) throws VaultException {
    String token =
        anonymous(http).auth().loginByAppRole(roleId, secretId.reveal()).getAuthClientToken();
    return Vault.create(config(http).token(token).build());
  }

  private VaultConfig config(HttpClient http) throws VaultException {
    return new VaultConfig()
        .environmentLoader(new NoEnvironment())
        .address(address)
        .engineVersion(1)
        .openTimeout((int) CONNECT.toSeconds())
        .readTimeout(READ_SECONDS)
        .httpClient(http);
  }

  /** The driver would read VAULT_TOKEN and friends; nothing but the configuration counts here. */
  private static final class NoEnvironment extends io.github.jopenlibs.vault.EnvironmentLoader {
    private static final long serialVersionUID = 1L;

    @Override
    public String loadVariable(String name) {
      return "";
    }
  }
}
