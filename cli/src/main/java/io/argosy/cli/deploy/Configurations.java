package io.argosy.cli.deploy;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.servicekit.Tls;
import io.argosy.stack.Postgres;
import java.util.List;
import java.util.stream.Collectors;

/** The services' configuration files, as a person would write them. Paths are absolute. */
final class Configurations {
  private Configurations() {}

  /** One daemon's three ports. */
  record DaemonPorts(int client, int peer, int operator) {}

  /** A process that others call, under its own certificate. */
  record Reached(String address, Tls tls) {}

  /** Where a service of zone A or W stores what it knows. */
  static String database(Postgres postgres) {
    return """
        database {
          url = "%s"
          user = %s
          password-file = "%s"
        }
        """
        .formatted(postgres.url(), postgres.user(), postgres.passwordFile());
  }

  private static String files(Tls tls) {
    return """
        certificate = "%s"
          key = "%s"
          authority = "%s"\
        """
        .formatted(tls.certificate(), tls.key(), tls.authority());
  }

  /** Metrics on a free loopback port, which the service's ports.json tells. */
  private static final String TELEMETRY = "telemetry { prometheus-port = 0 }\n";

  static String listen(String name, int port, Tls tls) {
    return """
        %s {
          host = "127.0.0.1"
          port = %d
          %s
        }
        """
        .formatted(name, port, files(tls));
  }

  private static String reach(String name, Reached reached) {
    return """
        %s {
          address = "%s"
          %s
        }
        """
        .formatted(name, reached.address(), files(reached.tls()));
  }

  private static String custody(Tls tls, List<DaemonPorts> daemons) {
    var list = new StringBuilder();
    for (int i = 0; i < daemons.size(); i++) {
      list.append(
          "    { id = custody-%d, address = \"127.0.0.1:%d\" }\n"
              .formatted(i + 1, daemons.get(i).client()));
    }
    return """
        custody {
          %s
          daemons = [
        %s  ]
        }
        """
        .formatted(files(tls), list);
  }

  private static String chain(String url) {
    return """
        chain {
          url = "%s"
          finality-depth = %d
        }
        """
        .formatted(url, Deployment.FINALITY_DEPTH);
  }

  static String daemon(
      String name,
      String genesis,
      RunFolder run,
      String keyStore,
      DaemonPorts ports,
      DaemonCertificates tls) {
    return """
        deployment = %s
        daemon = %s
        roster = "%s"
        genesis = "%s"
        identity-key = "identity.key"
        data = "data"
        ports-file = "ports.json"
        host-secret = "host.secret"
        session-patience = 5s
        """
            .formatted(Deployment.NAME, name, run.documents().resolve("roster-0.txt"), genesis)
        + keyStore
        + TELEMETRY
        + listen("client", ports.client(), tls.client())
        + listen("peer", ports.peer(), tls.peer())
        + listen("operator", ports.operator(), tls.operator());
  }

  /** One daemon's certificates, one a port. */
  record DaemonCertificates(Tls client, Tls peer, Tls operator) {}

  /** What api-service reaches. */
  record ApiReach(Postgres postgres, Tls custody, List<DaemonPorts> daemons, String chain) {}

  static String api(
      RunFolder run, int port, Tls tls, ApiReach reach, Reached feed, AccountId treasury) {
    return """
        deployment = %s
        ports-file = "ports.json"
        roster = "%s"
        policy = "%s"
        treasury = "%s"
        lanes = ["lane-1.key", "lane-2.key"]
        shard {
          most-payouts = 500
          item-gas-token = 100000
          item-gas-coin = 50000
          max-network-fee-wei = "10000000000000000000"
        }
        statement-life = 2h
        fund-statement = "%s"
        fund-signatures = "%s"
        fiat {
          currency = USD
          hold-payout-above = "20000"
          max-quote-age = 15s
          pairs { DUSD = "DUSD-USD", DEUR = "DEUR-USD", ETH = "ETH-USD" }
        }
        """
            .formatted(
                Deployment.NAME,
                run.documents().resolve("roster-0.txt"),
                run.documents().resolve("policy-1.txt"),
                treasury,
                run.documents().resolve("fund-1.txt"),
                run.documents().resolve("fund-1.signatures"))
        + TELEMETRY
        + listen("listen", port, tls)
        + database(reach.postgres())
        + custody(reach.custody(), reach.daemons())
        + chain(reach.chain())
        + reach("market", feed);
  }

  static String feed(int port, Tls tls) {
    return """
        deployment = %s
        ports-file = "ports.json"
        recording = "%s"
        quotes {
          stale-after = 10s
          venues-needed = 2
        }
        """
            .formatted(Deployment.NAME, RunFolder.home().resolve("market-feed/recordings"))
        + TELEMETRY
        + listen("listen", port, tls);
  }

  /** What the watcher is told of the world: addresses and a block to begin with. */
  record Watched(
      AccountId treasury, List<Documents.Listed> assets, List<Address> lanes, long startBlock) {}

  static String reconcile(
      RunFolder run, int port, Tls tls, ApiReach reach, Reached ledger, Watched watched) {
    return """
        deployment = %s
        ports-file = "ports.json"
        roster = "%s"
        watcher {
          key-id = watch-1
          key = "watch-1.key"
        }
        treasuries = ["%s"]
        assets = [%s]
        lanes = [%s]
        start-block = %d
        interval = 2s
        booking-lag = 30s
        """
            .formatted(
                Deployment.NAME,
                run.documents().resolve("roster-0.txt"),
                watched.treasury(),
                watched.assets().stream()
                    .map(each -> "{ id = \"%s\", symbol = %s }".formatted(each.id(), each.symbol()))
                    .collect(Collectors.joining(", ")),
                watched.lanes().stream()
                    .map(lane -> "\"" + lane + "\"")
                    .collect(Collectors.joining(", ")),
                watched.startBlock())
        + TELEMETRY
        + listen("listen", port, tls)
        + database(reach.postgres())
        + custody(reach.custody(), reach.daemons())
        + chain(reach.chain())
        + reach("ledger", ledger);
  }

  /** What the tools of custody's administrators need: the hosts' operator ports, and as whom. */
  static String securityProfile(RunFolder run, List<DaemonPorts> hosts, Tls tls) {
    var list = new StringBuilder();
    for (int i = 0; i < hosts.size(); i++) {
      list.append(
          "  { id = %s, operator = \"127.0.0.1:%d\" }\n"
              .formatted(CustodyHosts.name(i + 1), hosts.get(i).operator()));
    }
    return """
        deployment = %s
        roster = "%s"
        %s
        hosts = [
        %s]
        """
        .formatted(Deployment.NAME, run.documents().resolve("roster-0.txt"), files(tls), list);
  }

  /** What a person's tools need: whom to call, as whom, and the genesis that they trust. */
  static String profile(RunFolder run, Reached api, Reached reconcile) {
    return """
        deployment = %s
        roster = "%s"
        """
            .formatted(Deployment.NAME, run.documents().resolve("roster-0.txt"))
        + reach("api", api)
        + reach("reconcile", reconcile);
  }
}
