package io.argosy.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.stack.CertificateAuthority;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the two ends really agree on, read from the wire. */
final class WireGroupTest {
  private static final int X25519MLKEM768 = 0x11EC;
  private static final Identity SERVER =
      Identity.parse("argosy://demo/custody-daemon/custody-1").orElseThrow();
  @TempDir private Path folder;
  private final List<Tls> callers = new ArrayList<>();
  private final List<GrpcServer> servers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    var authority = CertificateAuthority.create("custody", new SecureRandom());
    callers.add(tls(authority, "caller", "argosy://demo/api-service/api"));
    var listen =
        new Listen(
            "127.0.0.1", 0, tls(authority, "server", SERVER.toString()), "demo", Reflection.OFF);
    servers.add(GrpcServer.start(listen, List.of(new Hop(Optional.empty()))));
  }

  private Tls tls(CertificateAuthority authority, String name, String uri) throws Exception {
    var issued = authority.issue(folder, name, Optional.of(uri));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  @AfterEach
  void stop() {
    servers.forEach(GrpcServer::close);
  }

  /** A caller of ours in everything but its groups. */
  private Status.Code asked(int port, String... groups) throws Exception {
    var caller = callers.getFirst();
    var context =
        GrpcSslContexts.configure(
                SslContextBuilder.forClient()
                    .trustManager(caller.authority().toFile())
                    .keyManager(caller.certificate().toFile(), caller.key().toFile()),
                SslProvider.OPENSSL)
            .protocols("TLSv1.3")
            .option(OpenSslContextOption.GROUPS, groups)
            .build();
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(context).build();
    try {
      var stub =
          CustodyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(5));
      var failure = catchThrowable(() -> stub.getStatus(GetStatusRequest.getDefaultInstance()));
      return failure == null ? Status.Code.OK : Status.fromThrowable(failure).getCode();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aCallerThatOffersOnlyX25519IsRefused() throws Exception {
    try (var tap = new Tap(servers.getFirst().port())) {
      assertThat(asked(tap.port(), "X25519")).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(tap.group()).isEmpty();
    }
    try (var tap = new Tap(servers.getFirst().port())) {
      assertThat(asked(tap.port(), "X25519MLKEM768")).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void ourTwoEndsAgreeOnTheHybridGroup() throws Exception {
    try (var tap = new Tap(servers.getFirst().port());
        var client = GrpcClient.to("127.0.0.1:" + tap.port(), callers.getFirst(), SERVER)) {
      assertThat(Hop.ask(client).getDaemonId()).isNotEmpty();

      assertThat(tap.group()).contains(X25519MLKEM768);
    }
  }
}
