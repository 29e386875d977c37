package io.argosy.reconcile;

import io.argosy.proto.reconcile.v1.ListBreaksRequest;
import io.argosy.proto.reconcile.v1.ListBreaksResponse;
import io.argosy.proto.reconcile.v1.ReconcileRequest;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import io.argosy.proto.reconcile.v1.ReconcileServiceGrpc;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The service as a process of its own, and an operator's view of it. */
final class WatcherProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private final Process process;
  private final GrpcClient client;

  private WatcherProcess(Process process, GrpcClient client) {
    this.process = process;
    this.client = client;
  }

  static WatcherProcess start(Path folder, Tls operator) throws IOException, InterruptedException {
    Path ports = folder.resolve("ports.json");
    Files.deleteIfExists(ports);
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    path,
                    ReconcileService.class.getName(),
                    folder.resolve("reconcile.conf").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("watch.log").toFile()))
            .start();
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(ports)) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        process.destroyForcibly();
        throw new IOException(Files.readString(folder.resolve("watch.log")));
      }
      Thread.sleep(50);
    }
    var port = Pattern.compile("\"reconcile\": ([0-9]+)").matcher(Files.readString(ports));
    if (!port.find()) {
      throw new IOException("no port of reconcile in " + ports);
    }
    var expected = Identity.parse("argosy://demo/reconcile-service/watch").orElseThrow();
    return new WatcherProcess(
        process, GrpcClient.to("127.0.0.1:" + port.group(1), operator, expected));
  }

  private ReconcileServiceGrpc.ReconcileServiceBlockingStub stub() {
    return ReconcileServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  ReconcileResponse reconcile() {
    return stub().reconcile(ReconcileRequest.getDefaultInstance());
  }

  ListBreaksResponse breaks(int size, String token) {
    return stub()
        .listBreaks(ListBreaksRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  /** As a power cut would: nothing is closed. */
  void kill() throws InterruptedException {
    client.close();
    process.destroyForcibly();
    var _ = process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
