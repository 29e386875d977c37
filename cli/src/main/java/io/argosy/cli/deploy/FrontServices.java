package io.argosy.cli.deploy;

import io.argosy.cli.deploy.Configurations.ApiReach;
import io.argosy.cli.deploy.Configurations.Reached;
import io.argosy.cli.deploy.Configurations.Watched;
import io.argosy.model.AccountId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.argosy.stack.FreePorts;
import io.argosy.stack.Postgres;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

/** The services outside custody, and the profile of the treasury's desk that reaches them. */
final class FrontServices {
  private static final Duration QUOTED_WITHIN = Duration.ofSeconds(60);

  private final RunFolder run;
  private final Certificates certificates;
  private final int apiPort = FreePorts.one();
  private final int feedPort = FreePorts.one();
  private final int reconcilePort = FreePorts.one();

  FrontServices(RunFolder run, Certificates certificates) throws IOException {
    this.run = run;
    this.certificates = certificates;
  }

  ServiceProcess startFeed() throws IOException, GeneralSecurityException {
    var tls =
        certificates.application(run.of("market-feed"), "listen", Role.ROLE_MARKET_FEED, "feed");
    return ServiceProcess.start(
        run, "market-feed", Program.MARKET_FEED, Configurations.feed(feedPort, tls));
  }

  ServiceProcess startApi(ApiReach reach, AccountId treasury)
      throws IOException, GeneralSecurityException {
    var tls =
        certificates.application(run.of("api-service"), "listen", Role.ROLE_API_SERVICE, "api");
    var feed = new Reached("127.0.0.1:" + feedPort, tls);
    return ServiceProcess.start(
        run,
        "api-service",
        Program.API_SERVICE,
        Configurations.api(run, apiPort, tls, reach, feed, treasury));
  }

  /** Starts the watcher, which reaches custody and chain as api-service does, by its own name. */
  ServiceProcess startReconcile(ApiReach api, Postgres postgres, Watched watched)
      throws IOException, GeneralSecurityException {
    var folder = run.of("reconcile-service");
    var own =
        new ApiReach(
            postgres,
            certificates.custody(folder, "custody", Role.ROLE_RECONCILE_SERVICE, "watch"),
            api.daemons(),
            api.chain());
    var ledger =
        new Reached(
            "127.0.0.1:" + apiPort,
            certificates.application(folder, "ledger", Role.ROLE_RECONCILE_SERVICE, "watch"));
    return ServiceProcess.start(
        run,
        "reconcile-service",
        Program.RECONCILE_SERVICE,
        Configurations.reconcile(
            run,
            reconcilePort,
            certificates.custody(folder, "listen", Role.ROLE_RECONCILE_SERVICE, "watch"),
            own,
            ledger,
            watched));
  }

  /** Waits until an order can be taken: api-service has a fresh price of every asset. */
  void awaitQuotes(Tls caller) throws IOException, InterruptedException {
    var end = Instant.now().plus(QUOTED_WITHIN);
    var quotes = HealthCheckRequest.newBuilder().setService("quotes").build();
    var identity = new Identity(Deployment.NAME, Role.ROLE_API_SERVICE, "api");
    try (var api = GrpcClient.to("127.0.0.1:" + apiPort, caller, identity)) {
      var health = HealthGrpc.newBlockingStub(api.channel());
      while (health.withDeadlineAfter(QUOTED_WITHIN).check(quotes).getStatus()
          != ServingStatus.SERVING) {
        if (Instant.now().isAfter(end)) {
          throw new IOException("api-service has no fresh quotes; see market-feed's log");
        }
        Thread.sleep(50);
      }
    }
  }

  /** What the treasury's people need to reach these services; answers their certificate. */
  Tls writeProfile() throws IOException, GeneralSecurityException {
    var desk = run.of("treasury-desk");
    var treasury = certificates.application(desk, "treasury", Role.ROLE_OPERATOR, "treasury");
    var watcher = certificates.custody(desk, "watcher", Role.ROLE_OPERATOR, "treasury");
    Files.writeString(
        run.profile(),
        Configurations.profile(
            run,
            new Reached("127.0.0.1:" + apiPort, treasury),
            new Reached("127.0.0.1:" + reconcilePort, watcher)));
    return treasury;
  }
}
