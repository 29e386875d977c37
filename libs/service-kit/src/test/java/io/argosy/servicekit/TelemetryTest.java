package io.argosy.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.telemetry.Telemetry;
import io.argosy.servicekit.telemetry.TraceId;
import io.argosy.stack.CertificateAuthority;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A caller, a process that it calls and a process behind that one, over mutual TLS. */
final class TelemetryTest {
  private static final String ID = "[0-9a-f]{32}";
  private static final String CALLERS = "0af7651916cd43dd8448eb211c80319c";
  @TempDir private Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Telemetry> first = new ArrayList<>();
  private final List<Tls> callers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<GrpcClient> clients = new ArrayList<>();

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  private static Identity identity(String path) {
    return Identity.parse("argosy://demo/" + path).orElseThrow();
  }

  @BeforeEach
  void start() throws Exception {
    var authority = CertificateAuthority.create("custody", new SecureRandom());
    var caller = tls(authority, "reconcile-service/watch");
    var behind =
        server(tls(authority, "custody-daemon/custody-2"), new Hop(Optional.empty()), telemetry());
    var further = client(behind, caller, "custody-daemon/custody-2", telemetry());
    first.add(telemetry());
    var front =
        server(
            tls(authority, "custody-daemon/custody-1"),
            new Hop(Optional.of(further)),
            first.getFirst());
    callers.add(caller);
    ports.add(front.port());
    clients.add(client(front, caller, "custody-daemon/custody-1", telemetry()));
  }

  private Telemetry telemetry() throws IOException {
    return closing(Telemetry.start(OptionalInt.of(0)));
  }

  private Tls tls(CertificateAuthority authority, String path) throws Exception {
    var issued =
        authority.issue(folder, path.replace('/', '-'), Optional.of("argosy://demo/" + path));
    return new Tls(issued.certificate(), issued.key(), issued.authority());
  }

  private GrpcServer server(Tls tls, Hop hop, Telemetry telemetry) throws IOException {
    var listen = new Listen("127.0.0.1", 0, tls, "demo", Reflection.OFF);
    return closing(GrpcServer.start(listen, List.of(hop), telemetry));
  }

  private GrpcClient client(GrpcServer server, Tls tls, String expected, Telemetry telemetry)
      throws IOException {
    return closing(GrpcClient.to("127.0.0.1:" + server.port(), tls, identity(expected), telemetry));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private GrpcClient caller() {
    return clients.getFirst();
  }

  /** Calls the first process with this header, as no channel of ours would. */
  private String saying(String traceparent) throws Exception {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ports.getFirst())
            .sslContext(callers.getFirst().client(identity("custody-daemon/custody-1")))
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    try {
      return CustodyServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(Duration.ofSeconds(5))
          .getStatus(GetStatusRequest.getDefaultInstance())
          .getDaemonId();
    } finally {
      channel.shutdownNow();
    }
  }

  private HttpResponse<String> scrape(String method, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + first.getFirst().port().orElseThrow() + path);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private Throwable freeze(String order) {
    var stub = CustodyServiceGrpc.newBlockingStub(caller().channel());
    return catchThrowable(
        () ->
            stub.freeze(
                FreezeRequest.newBuilder().setOrder(ByteString.copyFromUtf8(order)).build()));
  }

  @Test
  void aCallWithoutATraceBeginsOneAndTheNextCallAnother() {
    var one = Hop.ask(caller()).getDaemonId();
    var other = Hop.ask(caller()).getDaemonId();

    assertThat(one).matches(ID + " " + ID).isNotEqualTo(other);
    assertThat(one.substring(0, 32)).isEqualTo(one.substring(33));
    assertThat(TraceId.current()).isEmpty();
  }

  @Test
  void oneTraceIdGoesThroughEveryHopAndIntoOtherThreads() throws Exception {
    var work = telemetry();
    Callable<String> answers =
        () -> {
          var id = TraceId.current().orElseThrow();
          var inThread = new CompletableFuture<String>();
          Thread.ofVirtual()
              .start(
                  Context.current()
                      .wrap(
                          () -> {
                            var _ = inThread.complete(TraceId.current().orElse("none"));
                          }))
              .join();
          return id + " " + inThread.get() + " " + Hop.ask(caller()).getDaemonId();
        };

    var said = work.inTrace("test", answers);

    assertThat(said).matches("(%s) \\1 \\1 \\1".formatted(ID));
  }

  @Test
  void aFaultIsAnsweredAndLoggedUnderOneTraceId() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var logger = (Logger) LoggerFactory.getLogger(RoleGuard.class);
    logger.addAppender(lines);
    try {
      var refusal = Refusal.in(freeze("")).orElseThrow();

      assertThat(refusal.reason()).isEqualTo(Reason.REASON_INTERNAL);
      assertThat(refusal.details().get("trace_id")).matches(ID);
      assertThat(lines.list)
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.getMDCPropertyMap())
                      .containsEntry("trace_id", refusal.details().get("trace_id")));
    } finally {
      logger.detachAppender(lines);
    }
  }

  @Test
  void metricsTellMethodsStatusesAndTimesAndNothingElse() throws Exception {
    var secret = "frozen-by-" + new SecureRandom().nextLong();
    assertThat(freeze(secret)).hasMessageContaining(secret);
    assertThat(freeze("")).hasMessageContaining("INTERNAL");
    Hop.ask(caller());
    var unknown =
        CustodyServiceGrpc.getGetStatusMethod().toBuilder()
            .setFullMethodName("argosy.custody.v1.CustodyService/" + secret)
            .build();
    assertThat(
            catchThrowable(
                () ->
                    ClientCalls.blockingUnaryCall(
                        caller().channel(),
                        unknown,
                        CallOptions.DEFAULT,
                        GetStatusRequest.getDefaultInstance())))
        .hasMessageContaining("UNIMPLEMENTED");

    var page = scrape("GET", "/metrics");

    String service = "grpc_method=\"argosy.custody.v1.CustodyService/";
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    assertThat(page.body().lines())
        .contains(
            "# TYPE grpc_server_call_duration_seconds histogram",
            "# TYPE grpc_server_call_started_total counter",
            "grpc_server_call_started_total{" + service + "Freeze\"} 2",
            "grpc_server_call_duration_seconds_count{"
                + service
                + "Freeze\",grpc_status=\"PERMISSION_DENIED\"} 1",
            "grpc_server_call_duration_seconds_count{"
                + service
                + "Freeze\",grpc_status=\"INTERNAL\"} 1",
            "grpc_server_call_duration_seconds_bucket{"
                + service
                + "GetStatus\",grpc_status=\"OK\",le=\"+Inf\"} 1");
    assertThat(page.body()).doesNotContain(secret, Hop.FAULT, "argosy://");
  }

  @Test
  void onlyMetricsAreReadAndOnlyFromThisHost() throws Exception {
    assertThat(scrape("GET", "/").statusCode()).isEqualTo(404);
    assertThat(scrape("POST", "/metrics").statusCode()).isEqualTo(405);

    int port = first.getFirst().port().orElseThrow();
    for (var face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(face.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          try (var socket = new Socket()) {
            assertThat(
                    catchThrowable(() -> socket.connect(new InetSocketAddress(address, port), 500)))
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }

  @Test
  void aHeaderThatIsNoTraceBeginsOneOfOurOwn() throws Exception {
    for (String text :
        List.of("00-secret-text-01", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01")) {
      assertThat(saying(text)).matches("(%s) \\1".formatted(ID)).doesNotContain("0".repeat(32));
    }
    assertThat(saying("00-" + CALLERS + "-b7ad6b7169203331-01")).isEqualTo(CALLERS + " " + CALLERS);
  }

  @Test
  void countsOfAServiceStandBesideTheCalls() throws Exception {
    first.getFirst().meter().counterBuilder("argosy.feed.conflated").build().add(3);

    assertThat(scrape("GET", "/metrics").body()).contains("argosy_feed_conflated_total 3");
  }
}
