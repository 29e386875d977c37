package io.argosy.custody.share;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.response.AuthResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;

/** The driver on one HTTP client, for as long as one login lasts; it would make one a call. */
record VaultClient(VaultAccess access, HttpClient http) implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int READ_SECONDS = 5;
  private static final int PLAIN = 1;
  private static final int KEY_VALUE = 2;

  /** TLS 1.3 only. Reads the files that the access names; reaches for the server at first use. */
  static VaultClient open(VaultAccess access) throws GeneralSecurityException, IOException {
    var only = new SSLParameters();
    only.setProtocols(new String[] {"TLSv1.3"});
    var http =
        HttpClient.newBuilder()
            .sslContext(VaultTls.of(access))
            .sslParameters(only)
            .connectTimeout(CONNECT)
            .build();
    return new VaultClient(access, http);
  }

  /** Without a token and a namespace: for the server's health alone. */
  Vault anyone() throws VaultException {
    return Vault.create(config(Optional.empty(), PLAIN).build());
  }

  /** For every engine but key-value. */
  Vault as(String token) throws VaultException {
    return Vault.create(config(access.namespace(), PLAIN).token(token).build());
  }

  /** For key-value, version 2. */
  Vault keyValue(String token) throws VaultException {
    return Vault.create(config(access.namespace(), KEY_VALUE).token(token).build());
  }

  /** A fresh token. */
  AuthResponse login() throws VaultException, IOException, VaultTrouble {
    var auth = Vault.create(config(access.namespace(), PLAIN).build()).auth();
    return switch (access.login()) {
      case VaultLogin.AppRole(var role, var file) -> {
        try (var secretId = new SecretText(OwnerFile.firstLine(file))) {
          yield auth.loginByAppRole(role, secretId.reveal());
        }
      }
      case VaultLogin.WrappedAppRole(var role, var wrapped) -> {
        try (var secretId = wrapped.read(this)) {
          yield auth.loginByAppRole(role, secretId.reveal());
        }
      }
      case VaultLogin.Certificate _ -> auth.loginByCert();
    };
  }

  private VaultConfig config(Optional<String> namespace, int engine) throws VaultException {
    var config =
        new VaultConfig()
            .environmentLoader(new NoEnvironment())
            .address(access.address())
            .engineVersion(engine)
            .openTimeout((int) CONNECT.toSeconds())
            .readTimeout(READ_SECONDS)
            .httpClient(http);
    return namespace.isPresent() ? config.nameSpace(namespace.get()) : config;
  }

  @Override
  public void close() {
    http.shutdownNow();
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
