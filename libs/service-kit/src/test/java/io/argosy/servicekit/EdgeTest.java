package io.argosy.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.FreezeResponse;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.CertificateAuthority.Issued;
import io.argosy.stack.CertificateAuthority.Validity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server and real callers over mutual TLS on loopback. */
final class EdgeTest {
  private static final Identity SERVER = identity("custody-daemon/custody-1");
  private static final SecureRandom RANDOM = new SecureRandom();
  @TempDir static Path folder;
  private static CertificateAuthority authority;
  private static GrpcServer server;

  /** Answers its status, and fails in the two ways that a method can. */
  private static final class Custody extends CustodyServiceGrpc.CustodyServiceImplBase {
    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
      out.onNext(GetStatusResponse.newBuilder().setDaemonId(Caller.current().name()).build());
      out.onCompleted();
    }

    @Override
    public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> out) {
      if (request.getOrder().isEmpty()) {
        throw new IllegalStateException("secret text of a fault");
      }
      throw Refusal.of(Reason.REASON_ORDER_INVALID, "order", "not signed");
    }
  }

  private static Identity identity(String path) {
    return Identity.parse("argosy://demo/" + path).orElseThrow();
  }

  @BeforeAll
  static void start() throws Exception {
    authority = CertificateAuthority.create("custody", RANDOM);
    var tls = tls(authority.issue(folder, "server", Optional.of(SERVER.toString())));
    server =
        GrpcServer.start(
            new Listen("127.0.0.1", 0, tls, "demo", Reflection.OFF), List.of(new Custody()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Tls tls(Issued issued) {
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  private static Tls issued(CertificateAuthority from, String uri) throws Exception {
    return tls(from.issue(folder, "caller" + RANDOM.nextLong(), Optional.of(uri)));
  }

  private static GetStatusResponse status(Tls tls, Identity expected, int port) throws IOException {
    try (var client = GrpcClient.to("127.0.0.1:" + port, tls, expected)) {
      return CustodyServiceGrpc.newBlockingStub(client.channel())
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getStatus(GetStatusRequest.getDefaultInstance());
    }
  }

  private static Throwable refused(Tls tls) {
    return catchThrowable(() -> status(tls, SERVER, server.port()));
  }

  @Test
  void withoutACertificateThereIsNoAnswer() throws Exception {
    var anonymous =
        io.grpc.netty.GrpcSslContexts.configure(
                SslContextBuilder.forClient()
                    .trustManager(folder.resolve("server.ca.pem").toFile()),
                SslProvider.OPENSSL)
            .option(OpenSslContextOption.GROUPS, new String[] {"X25519MLKEM768"})
            .build();
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).sslContext(anonymous).build();
    try {
      var stub = HealthGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);

      assertThat(catchThrowable(() -> stub.check(HealthCheckRequest.getDefaultInstance())))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void anotherAuthorityAnExpiredCertificateAndAnotherDeploymentAreRefused() throws Exception {
    var other = CertificateAuthority.create("other", RANDOM);
    var foreign = issued(other, "argosy://demo/api-service/api");
    var mixed = new Tls(foreign.certificate(), foreign.key(), folder.resolve("server.ca.pem"));
    assertThat(refused(mixed)).hasMessageContaining("UNAVAILABLE");

    var past = new Validity(Instant.now().minus(Duration.ofDays(2)), Duration.ofDays(1));
    var expired =
        tls(authority.issue(folder, "old", Optional.of("argosy://demo/api-service/api"), past));
    assertThat(refused(expired)).hasMessageContaining("UNAVAILABLE");

    assertThat(Refusal.in(refused(issued(authority, "argosy://prod/api-service/api"))))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REASON_UNAUTHENTICATED));
  }

  @Test
  void aRoleThatTheMethodDoesNotNameIsRefused() throws Exception {
    assertThat(Refusal.in(refused(issued(authority, "argosy://demo/client/payroll"))))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REASON_ROLE_NOT_ALLOWED));
  }

  @Test
  void aServerOfAnotherIdentityIsNotBelieved() throws Exception {
    var caller = issued(authority, "argosy://demo/api-service/api");

    assertThatThrownBy(() -> status(caller, identity("custody-daemon/custody-2"), server.port()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasStackTraceContaining("the server is not argosy://demo/custody-daemon/custody-2");
  }

  @Test
  void aRefusalArrivesWithItsReasonAndAFaultWithoutItsText() throws Exception {
    var watcher = issued(authority, "argosy://demo/reconcile-service/watcher");
    try (var client = GrpcClient.to("127.0.0.1:" + server.port(), watcher, SERVER)) {
      var stub = CustodyServiceGrpc.newBlockingStub(client.channel());
      var signed =
          FreezeRequest.newBuilder().setOrder(com.google.protobuf.ByteString.copyFromUtf8("x"));

      var refusal = Refusal.in(catchThrowable(() -> stub.freeze(signed.build()))).orElseThrow();
      assertThat(refusal.reason()).isEqualTo(Reason.REASON_ORDER_INVALID);
      assertThat(refusal.details()).containsEntry("order", "not signed");

      var fault = catchThrowable(() -> stub.freeze(FreezeRequest.getDefaultInstance()));
      assertThat(Refusal.in(fault).orElseThrow().reason()).isEqualTo(Reason.REASON_INTERNAL);
      assertThat(fault.toString()).doesNotContain("secret text");
    }
  }

  @Test
  void aServiceWhoseMethodsHaveNoRolesDoesNotStart() throws Exception {
    var tls = tls(authority.issue(folder, "bare", Optional.of(SERVER.toString())));
    var listen = new Listen("127.0.0.1", 0, tls, "demo", Reflection.OFF);

    assertThatThrownBy(
            () -> GrpcServer.start(listen, List.of(new HealthStatusManager().getHealthService())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("allowed_roles");
  }

  @Test
  void aCallerWithTheRightRoleIsAnsweredByItsName() throws Exception {
    var caller = issued(authority, "argosy://demo/api-service/api-7");

    assertThat(status(caller, SERVER, server.port()).getDaemonId()).isEqualTo("api-7");
  }
}
