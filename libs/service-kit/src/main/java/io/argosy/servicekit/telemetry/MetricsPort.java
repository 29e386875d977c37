package io.argosy.servicekit.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} on loopback, and nothing else anywhere: what leaves the host goes
 * through a collector that its operators run.
 */
final class MetricsPort implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private final HttpServer server;

  private MetricsPort(HttpServer server) {
    this.server = server;
  }

  /** Starts to answer; port 0 takes a free one. */
  static MetricsPort start(int port, Supplier<Collection<MetricData>> metrics) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, metrics));
    server.start();
    return new MetricsPort(server);
  }

  private static void answer(HttpExchange exchange, Supplier<Collection<MetricData>> metrics)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] page = PrometheusText.of(metrics.get()).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TYPE);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
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
