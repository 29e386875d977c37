package io.argosy.custody;

import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.StrictConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A daemon's configuration: who it is, where its files stand, its three ports, its key store.
 *
 * @param genesis the roster's version 0, whose hash was compared by eye at this host
 * @param nextRosters files of later versions with their officers' signatures, in their order
 * @param patience how long one round of a session waits for a peer
 */
record DaemonConfig(
    DaemonId daemon,
    Roster genesis,
    List<Path> nextRosters,
    Path identityKey,
    Path data,
    Path portsFile,
    Path hostSecret,
    KeyStoreConfig keyStore,
    Duration patience,
    Listen client,
    Listen peer,
    Listen operator,
    OptionalInt prometheusPort) {
  private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(1);

  static DaemonConfig read(Path file) throws IOException {
    var in = StrictConfig.read(file);
    String deployment = in.text("deployment");
    var roster = roster(in, deployment, genesis(in));
    var config =
        new DaemonConfig(
            daemon(in),
            roster,
            in.optionalPaths("next-rosters"),
            in.path("identity-key"),
            in.path("data"),
            in.path("ports-file"),
            in.path("host-secret"),
            KeyStoreConfig.read(in.section("key-store")),
            patience(in),
            EdgeConfig.listen(in.section("client"), deployment, Reflection.OFF),
            EdgeConfig.listen(in.section("peer"), deployment, Reflection.OFF),
            EdgeConfig.listen(in.section("operator"), deployment, Reflection.ON),
            EdgeConfig.prometheusPort(in));
    in.finish();
    config.requireLoopbackForDevelopment(in);
    return config;
  }

  private static Digest32 genesis(StrictConfig in) {
    try {
      return Digest32.parse(in.text("genesis"));
    } catch (IllegalArgumentException e) {
      throw in.fault("genesis", "is no hash: " + e.getMessage());
    }
  }

  private static Roster roster(StrictConfig in, String deployment, Digest32 genesis)
      throws IOException {
    try {
      var roster = Roster.decode(Files.readAllBytes(in.path("roster")));
      if (roster.version() != 0 || !roster.hash().equals(genesis)) {
        throw in.fault("genesis", "is another than the roster's, " + roster.hash());
      }
      if (!roster.deployment().equals(deployment)) {
        throw in.fault("deployment", "is " + roster.deployment() + " in the roster");
      }
      return roster;
    } catch (IllegalArgumentException e) {
      throw in.fault("roster", "is no roster: " + e.getMessage());
    }
  }

  private static DaemonId daemon(StrictConfig in) {
    try {
      return new DaemonId(in.text("daemon"));
    } catch (IllegalArgumentException e) {
      throw in.fault("daemon", "is no daemon's name: " + e.getMessage());
    }
  }

  private static Duration patience(StrictConfig in) {
    var patience = in.duration("session-patience");
    if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
      throw in.fault("session-patience", "is between 100ms and 60s");
    }
    return patience;
  }

  /** A passphrase stands beside what it protects, so such a daemon is never one for real money. */
  private void requireLoopbackForDevelopment(StrictConfig in) throws UnknownHostException {
    if (!keyStore.developmentOnly()) {
      return;
    }
    for (var port : List.of(client, peer, operator)) {
      if (!InetAddress.getByName(port.host()).isLoopbackAddress()) {
        throw in.fault(
            "key-store.kind",
            "passphrase is for development on loopback addresses, not " + port.host());
      }
    }
  }
}
