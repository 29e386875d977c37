package io.argosy.servicekit;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One end of our mutual TLS: 1.3 only, BoringSSL, and the hybrid group X25519MLKEM768 only, so that
 * what is recorded today stays closed to a quantum computer (draft-ietf-tls-ecdhe-mlkem).
 *
 * @param certificate PEM chain
 * @param key PKCS#8 PEM
 * @param authority PEM of the only authority that the other end may come from
 */
public record Tls(Path certificate, Path key, Path authority) {
  private static final String[] GROUPS = {"X25519MLKEM768"};

  /** For a listener: a caller without a certificate of the authority gets no byte. */
  public SslContext server() throws IOException {
    return ours(
        SslContextBuilder.forServer(OwnCertificate.read(certificate, key))
            .trustManager(OwnCertificate.chain(authority))
            .clientAuth(ClientAuth.REQUIRE));
  }

  /** For a caller: another server than the expected one gets no byte. */
  public SslContext client(Identity expected) throws IOException {
    return ours(
        SslContextBuilder.forClient()
            .trustManager(ExpectedServer.of(authority, expected))
            .keyManager(OwnCertificate.read(certificate, key)));
  }

  private static SslContext ours(SslContextBuilder builder) throws IOException {
    return GrpcSslContexts.configure(builder, SslProvider.OPENSSL)
        .protocols("TLSv1.3")
        .option(OpenSslContextOption.GROUPS, GROUPS.clone())
        .build();
  }
}
