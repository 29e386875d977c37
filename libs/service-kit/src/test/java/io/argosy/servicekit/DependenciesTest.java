package io.argosy.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.stack.CertificateAuthority;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DependenciesTest {
  private static final Duration PERIOD = Duration.ofMillis(50);
  private static final Identity SERVER =
      Identity.parse("argosy://demo/api-service/api").orElseThrow();
  @TempDir private Path folder;
  private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();
  private final AtomicReference<GrpcServer> server = new AtomicReference<>();
  private final AtomicReference<GrpcClient> client = new AtomicReference<>();

  @BeforeEach
  void start() throws Exception {
    var issued =
        CertificateAuthority.create("app", new SecureRandom())
            .issue(folder, "api", Optional.of(SERVER.toString()));
    var tls = new Tls(issued.certificate(), issued.key(), issued.authority());
    server.set(
        GrpcServer.start(new Listen("127.0.0.1", 0, tls, "demo", Reflection.OFF), List.of()));
    client.set(GrpcClient.to("127.0.0.1:" + server.get().port(), tls, SERVER));
    open.push(server.get());
    open.push(client.get());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private ServingStatus health(String name) {
    return HealthGrpc.newBlockingStub(client.get().channel())
        .withDeadlineAfter(Duration.ofSeconds(5))
        .check(HealthCheckRequest.newBuilder().setService(name).build())
        .getStatus();
  }

  private void awaitHealth(String name, ServingStatus expected) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(10);
    while (health(name) != expected && Instant.now().isBefore(end)) {
      Thread.sleep(PERIOD);
    }
    assertThat(health(name)).as(name).isEqualTo(expected);
  }

  private void watch(Map<String, Dependencies.Check> needed) {
    open.push(Dependencies.watch(server.get(), PERIOD, needed, Map.of()));
  }

  @Test
  void aPartThatDoesNotAnswerDoesNotWork() throws Exception {
    var hanging = new CountDownLatch(1);
    var hangs = new AtomicBoolean();
    watch(
        Map.of(
            "database",
            () -> {
              if (hangs.get()) {
                hanging.await();
              }
              return true;
            }));
    awaitHealth("database", ServingStatus.SERVING);

    hangs.set(true);

    awaitHealth("database", ServingStatus.NOT_SERVING);
    awaitHealth("", ServingStatus.NOT_SERVING);
  }

  @Test
  void aPartThatCannotBeAskedDoesNotWorkAndTheOthersDo() throws Exception {
    watch(
        Map.of(
            "chain",
            () -> {
              throw new IOException("refused");
            },
            "database",
            () -> true));

    awaitHealth("database", ServingStatus.SERVING);
    assertThat(health("chain")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void allThatWorkMakeTheWholeServe() throws Exception {
    var works = new AtomicBoolean();
    watch(Map.of("chain", works::get, "database", () -> true));
    awaitHealth("database", ServingStatus.SERVING);
    assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);

    works.set(true);

    awaitHealth("chain", ServingStatus.SERVING);
    awaitHealth("", ServingStatus.SERVING);
  }

  @Test
  void aPartThatCanBeMissedIsToldByNameOnly() throws Exception {
    var works = new AtomicBoolean();
    Map<String, Dependencies.Check> needed = Map.of("database", () -> true);
    open.push(Dependencies.watch(server.get(), PERIOD, needed, Map.of("quotes", works::get)));
    awaitHealth("", ServingStatus.SERVING);
    assertThat(health("quotes")).isEqualTo(ServingStatus.NOT_SERVING);

    works.set(true);

    awaitHealth("quotes", ServingStatus.SERVING);
  }
}
