package io.argosy.reconcile;

import io.argosy.custodycore.Rosters;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.reconcile.follow.Follower;
import io.argosy.reconcile.follow.Watched;
import io.argosy.reconcile.store.Database;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.StrictConfig;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The configuration file, read whole. */
record Settings(
    String deployment,
    Path ports,
    GrpcServer.Listen listen,
    Database.Access database,
    Rosters rosters,
    KeyId watcher,
    Path watcherKey,
    Watched watched,
    Follower.Bounds bounds,
    String chainUrl,
    Called ledger,
    Tls custodyTls,
    List<Daemon> daemons,
    Duration interval,
    Duration bookingLag,
    OptionalInt prometheusPort) {

  /** A process that is called, host:port, and the certificate to call it with. */
  record Called(String address, Tls tls) {}

  /** A daemon's client port. */
  record Daemon(DaemonId id, String address) {}

  static Settings read(Path file) throws IOException {
    var config = StrictConfig.read(file);
    String deployment = config.text("deployment");
    var chain = config.section("chain");
    var custody = config.section("custody");
    var watcher = config.section("watcher");
    var ledger = config.section("ledger");
    var settings =
        new Settings(
            deployment,
            config.path("ports-file"),
            EdgeConfig.listen(config.section("listen"), deployment, GrpcServer.Reflection.ON),
            database(config.section("database")),
            rosters(config, deployment),
            new KeyId(watcher.text("key-id")),
            watcher.path("key"),
            watched(config),
            bounds(config, chain),
            chain.text("url"),
            new Called(ledger.text("address"), EdgeConfig.tls(ledger)),
            EdgeConfig.tls(custody),
            custody.sections("daemons").stream().map(Settings::daemon).toList(),
            config.duration("interval"),
            config.duration("booking-lag"),
            EdgeConfig.prometheusPort(config));
    settings.requireRostersDaemons(custody);
    config.finish();
    return settings;
  }

  private static Database.Access database(StrictConfig section) throws IOException {
    return new Database.Access(
        section.text("url"),
        section.text("user"),
        Files.readString(section.path("password-file")).strip());
  }

  private static Rosters rosters(StrictConfig config, String deployment) throws IOException {
    try {
      var rosters = Rosters.read(config.path("roster"), config.optionalPaths("next-rosters"));
      if (!rosters.inForce().deployment().equals(deployment)) {
        throw config.fault("roster", "is not the genesis (version 0) of " + deployment);
      }
      return rosters;
    } catch (IllegalArgumentException e) {
      throw config.fault("roster", "cannot be read: " + e.getMessage());
    }
  }

  private static Watched watched(StrictConfig config) {
    var treasuries =
        config.texts("treasuries").stream()
            .map(text -> parsed(config, "treasuries", _ -> AccountId.parse(text)))
            .toList();
    var assets =
        config.sections("assets").stream()
            .map(
                section -> {
                  var _ = section.text("symbol");
                  return parsed(section, "id", key -> AssetId.parse(section.text(key)));
                })
            .toList();
    var lanes =
        config.texts("lanes").stream()
            .map(text -> parsed(config, "lanes", _ -> Address.parse(text)))
            .toList();
    if (treasuries.isEmpty()) {
      throw config.fault("treasuries", "names none; add one");
    }
    var chain = treasuries.getFirst().chain();
    return parsed(config, "assets", _ -> new Watched(chain, treasuries, assets, lanes));
  }

  private static Follower.Bounds bounds(StrictConfig config, StrictConfig chain) {
    long depth = chain.large("finality-depth");
    long start = config.large("start-block");
    return parsed(config, "start-block", _ -> new Follower.Bounds(start, depth));
  }

  private static Daemon daemon(StrictConfig section) {
    return new Daemon(
        parsed(section, "id", key -> new DaemonId(section.text(key))), section.text("address"));
  }

  /** A fault of a value is told with its key. */
  private static <T> T parsed(StrictConfig section, String key, Function<String, T> parse) {
    try {
      return parse.apply(key);
    } catch (IllegalArgumentException e) {
      throw section.fault(key, "cannot be read: " + e.getMessage());
    }
  }

  private void requireRostersDaemons(StrictConfig custody) {
    for (Daemon daemon : daemons) {
      if (rosters.inForce().daemon(daemon.id()).isEmpty()) {
        throw custody.fault(
            "daemons", "names " + daemon.id() + ", which the roster in force does not");
      }
    }
    if (daemons.stream().map(Daemon::id).distinct().count() != daemons.size()) {
      throw custody.fault("daemons", "names a daemon twice");
    }
  }
}
