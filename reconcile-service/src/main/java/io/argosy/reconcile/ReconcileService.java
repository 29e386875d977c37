package io.argosy.reconcile;

import io.argosy.chainclient.ChainClient;
import io.argosy.model.AssetId;
import io.argosy.proto.common.v1.Role;
import io.argosy.reconcile.alarm.FreezeAlarm;
import io.argosy.reconcile.alarm.WatcherKey;
import io.argosy.reconcile.balance.Judging;
import io.argosy.reconcile.custody.CustodyClient;
import io.argosy.reconcile.custody.Registrations;
import io.argosy.reconcile.follow.Follower;
import io.argosy.reconcile.ledger.LedgerClient;
import io.argosy.reconcile.ledger.LedgerCopy;
import io.argosy.reconcile.match.Matching;
import io.argosy.reconcile.report.ReconcileEndpoint;
import io.argosy.reconcile.store.Database;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.PortsFile;
import io.argosy.servicekit.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The watcher's process. Its one argument is the configuration file. */
public final class ReconcileService {
  private ReconcileService() {}

  /** Serves until the process is asked to stop. */
  public static void main(String[] arguments) {
    Lifetime.run("reconcile-service", lifetime -> start(Path.of(arguments[0]), lifetime));
  }

  private static void start(Path file, Lifetime lifetime) throws Exception {
    var settings = Settings.read(file);
    var telemetry = lifetime.closing(Telemetry.start(settings.prometheusPort()));
    var database = lifetime.closing(Database.open(settings.database()));
    var job = job(settings, database, lifetime);
    long startBlock = settings.bounds().startBlock();
    var endpoint = new ReconcileEndpoint(database.jdbi(), startBlock, job::run);
    var _ = lifetime.closing(Watch.start(job, settings.interval()));
    var server =
        lifetime.closing(GrpcServer.start(settings.listen(), List.of(endpoint), telemetry));
    var ports = new TreeMap<>(Map.of("reconcile", server.port()));
    telemetry.port().ifPresent(port -> ports.put("metrics", port));
    PortsFile.write(settings.ports(), ports);
  }

  private static MainJob job(Settings settings, Database database, Lifetime lifetime)
      throws IOException {
    var clock = Clock.systemUTC();
    var db = database.jdbi();
    var rosters = settings.rosters();
    var chain = ChainClient.open(settings.chainUrl(), settings.watched().chain());
    var key = WatcherKey.read(settings.watcher(), settings.watcherKey(), rosters.inForce());
    var daemons = daemons(settings, lifetime);
    var ledger = lifetime.closing(ledger(settings));
    var coin = AssetId.coin(chain.chain());
    var lag = settings.bookingLag();
    return new MainJob(
        new MainJob.Steps(
            new Follower(chain, db, settings.watched(), settings.bounds(), clock),
            new Registrations(rosters, daemons, db, lag, clock),
            new Judging(db, rosters.inForce(), lag, clock),
            new FreezeAlarm(db, rosters, key, daemons, clock),
            new LedgerCopy(ledger, db, clock),
            new Matching(db, coin, lag, clock)),
        rosters.inForce().threshold());
  }

  private static LedgerClient ledger(Settings settings) throws IOException {
    var expected = new Identity(settings.deployment(), Role.ROLE_API_SERVICE, "api");
    var called = settings.ledger();
    return new LedgerClient(
        GrpcClient.to(called.address(), called.tls(), expected), settings.watched().chain());
  }

  private static List<CustodyClient> daemons(Settings settings, Lifetime lifetime)
      throws IOException {
    var clients = new ArrayList<CustodyClient>();
    for (Settings.Daemon daemon : settings.daemons()) {
      var expected =
          new Identity(settings.deployment(), Role.ROLE_CUSTODY_DAEMON, daemon.id().text());
      var client = GrpcClient.to(daemon.address(), settings.custodyTls(), expected);
      clients.add(lifetime.closing(new CustodyClient(daemon.id(), client)));
    }
    return clients;
  }
}
