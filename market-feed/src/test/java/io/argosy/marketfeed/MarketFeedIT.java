package io.argosy.marketfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.marketfeed.record.DamagedRecording;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.proto.marketdata.v1.WatchQuotesRequest;
import io.argosy.proto.marketdata.v1.WatchQuotesResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Refusal;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, watched over mutual TLS. */
final class MarketFeedIT {
  private static final Identity FEED =
      Identity.parse("argosy://demo/market-feed/feed").orElseThrow();
  @TempDir private Path folder;
  private CertificateAuthority authority;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void authority() throws Exception {
    authority = CertificateAuthority.create("app", new SecureRandom());
    authority.issue(folder, "feed", Optional.of(FEED.toString()));
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  private GrpcClient start(Path recording, String role) throws Exception {
    var config =
        Files.writeString(
            folder.resolve("feed.conf"),
            """
            deployment = demo
            ports-file = "ports.json"
            recording = "%s"
            listen {
              host = "127.0.0.1", port = 0
              certificate = "feed.pem", key = "feed.key", authority = "feed.ca.pem"
            }
            quotes { stale-after = 2s, venues-needed = 2 }
            telemetry { prometheus-port = 0 }
            """
                .formatted(recording.toAbsolutePath()));
    started.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MarketFeed.class.getName(),
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start());
    var issued = authority.issue(folder, "caller", Optional.of("argosy://demo/" + role));
    return GrpcClient.to(
        "127.0.0.1:" + port(),
        new Tls(issued.certificate(), issued.key(), issued.authority()),
        FEED);
  }

  private int port() throws IOException, InterruptedException {
    return port("feed");
  }

  private int port(String name) throws IOException, InterruptedException {
    Path ports = folder.resolve("ports.json");
    var end = Instant.now().plusSeconds(60);
    while (!Files.exists(ports)) {
      assertThat(started.getLast().isAlive() && Instant.now().isBefore(end))
          .withFailMessage(() -> "no ports: " + log())
          .isTrue();
      Thread.sleep(20);
    }
    var matcher =
        Pattern.compile("\"%s\": (\\d+)".formatted(name)).matcher(Files.readString(ports));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "no log";
    }
  }

  private String metrics() throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port("metrics") + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static Iterator<WatchQuotesResponse> watch(GrpcClient client, String... pairs) {
    return MarketDataServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .watchQuotes(WatchQuotesRequest.newBuilder().addAllPairs(List.of(pairs)).build());
  }

  private static ServingStatus health(GrpcClient client, String name) {
    return HealthGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(name).build())
        .getStatus();
  }

  private static void awaitHealth(GrpcClient client, String name, ServingStatus expected)
      throws InterruptedException {
    Instant end = Instant.now().plusSeconds(30);
    while (health(client, name) != expected && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    assertThat(health(client, name)).isEqualTo(expected);
  }

  private static Instant asOf(WatchQuotesResponse response) {
    var asOf = response.getQuote().getAsOf();
    return Instant.ofEpochSecond(asOf.getSeconds(), asOf.getNanos());
  }

  @Test
  void aRoleThatMayNotWatchAndAPairThatIsNotThereAreRefused() throws Exception {
    try (var client = start(DemoRecording.FILE, "client/payroll")) {
      assertThat(Refusal.in(catchThrowable(() -> watch(client).next())).orElseThrow().reason())
          .isEqualTo(Reason.REASON_ROLE_NOT_ALLOWED);
    }
    var issued =
        authority.issue(folder, "operator", Optional.of("argosy://demo/operator/treasury"));
    var tls = new Tls(issued.certificate(), issued.key(), issued.authority());
    try (var client = GrpcClient.to("127.0.0.1:" + port(), tls, FEED)) {
      var refusal =
          Refusal.in(catchThrowable(() -> watch(client, "ETH-USD", "BTC-USD").next()))
              .orElseThrow();
      assertThat(refusal.reason()).isEqualTo(Reason.REASON_NOT_FOUND);
      assertThat(refusal.details()).containsOnlyKeys("pairs[1]");
    }
  }

  @Test
  void aDamagedRecordingStopsFreshQuotesAndHealth() throws Exception {
    Instant begin = Instant.now();
    Path damaged = folder.resolve("damaged.jsonl.gz");
    DamagedRecording.write(damaged, Duration.ofSeconds(3), Duration.ofSeconds(60));
    try (var client = start(damaged, "api-service/api")) {
      assertThat(asOf(watch(client, "ETH-USD").next())).isAfter(begin);
      awaitHealth(client, "", ServingStatus.NOT_SERVING);
      awaitHealth(client, "pair/ETH-USD", ServingStatus.NOT_SERVING);

      assertThat(health(client, MarketDataServiceGrpc.SERVICE_NAME))
          .isEqualTo(ServingStatus.NOT_SERVING);
      var newest = watch(client, "ETH-USD");
      assertThat(asOf(newest.next())).isBefore(Instant.now().minusSeconds(2));
      assertThat(metrics())
          .contains("argosy_feed_books_dropped_total{fault=\"CHECKSUM\",venue=\"kraken\"}")
          .contains("argosy_feed_quotes_conflated_total 0")
          .doesNotContain("argosy_feed_quotes_withheld_total 0");
      assertThat(log()).contains("kraken waits for new snapshots of [ETH-USD]: CHECKSUM");
    }
  }

  @Test
  void aWatcherSeesFreshPricesOfEveryPairThroughTheRecordingsEnd() throws Exception {
    Instant begin = Instant.now();
    Path brief = folder.resolve("short.jsonl.gz");
    DamagedRecording.write(brief, Duration.ofSeconds(60), Duration.ofSeconds(3));
    try (var client = start(brief, "api-service/api")) {
      var quotes = watch(client);
      var newest = new HashMap<String, Instant>();
      Instant secondRound = begin.plusSeconds(6);
      while (newest.size() < 3 || newest.values().stream().anyMatch(secondRound::isAfter)) {
        var quote = quotes.next();
        newest.put(quote.getQuote().getPair(), asOf(quote));
        assertThat(asOf(quote)).isBetween(begin, Instant.now());
        assertThat(new BigDecimal(quote.getQuote().getBid()))
            .isLessThanOrEqualTo(new BigDecimal(quote.getQuote().getAsk()));
        assertThat(quote.getQuote().getVenuesList()).containsExactly("coinbase", "kraken");
      }

      assertThat(newest).containsOnlyKeys("ETH-USD", "DUSD-USD", "DEUR-USD");
      awaitHealth(client, "", ServingStatus.SERVING);
      awaitHealth(client, "pair/ETH-USD", ServingStatus.SERVING);

      started.getLast().destroy();
      assertThat(started.getLast().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(
              Refusal.in(catchThrowable(() -> quotes.forEachRemaining(_ -> {})))
                  .orElseThrow()
                  .reason())
          .isEqualTo(Reason.REASON_DEPENDENCY_DOWN);
    }
  }
}
