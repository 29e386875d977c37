package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a deployment on this machine offers to other machines: nothing. */
@Order(2)
@ExtendWith(SharedWhole.class)
final class LoopbackIT {
  /** 127.0.0.1, the same within IPv6, and ::1, as the kernel prints them. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private static final String LISTENS = "0A";
  private static Deployment deployment;

  @BeforeAll
  static void start(Whole whole) {
    deployment = whole.deployment();
  }

  /** Addresses on which somebody listens, by port. */
  private static Map<Integer, Set<String>> listening() throws IOException {
    var listening = new TreeMap<Integer, Set<String>>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        var words = line.strip().split("\\s+", -1);
        if (words.length > 3 && words[3].equals(LISTENS)) {
          var local = words[1].split(":", -1);
          int port = Integer.parseInt(local[1], 16);
          listening.computeIfAbsent(port, _ -> new TreeSet<>()).add(local[0]);
        }
      }
    }
    return listening;
  }

  @Test
  void aPortThatIsOpenToAllMachinesIsNoticed() throws IOException {
    try (var open = new ServerSocket(0)) {
      assertThat(LOOPBACK).doesNotContainAnyElementsOf(listening().get(open.getLocalPort()));
    }
    try (var closed = new ServerSocket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(LOOPBACK).containsAll(listening().get(closed.getLocalPort()));
    }
  }

  @Test
  void everyPortOfEveryProcessListensOnLoopbackAlone() throws IOException {
    var listening = listening();
    int looked = 0;
    for (var entry : deployment.processes()) {
      for (var port : entry.ports().entrySet()) {
        looked++;
        assertThat(listening.getOrDefault(port.getValue(), Set.of()))
            .as(entry.name() + " " + port.getKey())
            .isNotEmpty()
            .isSubsetOf(LOOPBACK);
      }
    }
    assertThat(looked).isGreaterThan(15);
  }

  private static HttpResponse<String> ask(int port, String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.noBody())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void aMetricsPortTellsMetricsAndNothingElse() throws Exception {
    int looked = 0;
    for (var entry : deployment.processes()) {
      Integer port = entry.ports().get(Port.METRICS);
      if (port != null) {
        looked++;
        assertThat(ask(port, "GET", "/").statusCode()).as(entry.name()).isEqualTo(404);
        assertThat(ask(port, "GET", "/metrics/../../etc/passwd").statusCode()).isEqualTo(404);
        assertThat(ask(port, "POST", "/metrics").statusCode()).isEqualTo(405);
        var page = ask(port, "GET", "/metrics");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body().lines())
            .isNotEmpty()
            .allMatch(line -> line.matches("#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? [^ ]+"));
      }
    }
    assertThat(looked).isEqualTo(6);
  }
}
