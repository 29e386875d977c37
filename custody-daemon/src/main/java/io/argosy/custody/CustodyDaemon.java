package io.argosy.custody;

import io.argosy.custody.ceremony.CertificateExchange;
import io.argosy.custody.ceremony.EpochCeremony;
import io.argosy.custody.ceremony.KeyCeremony;
import io.argosy.custody.ceremony.NextRoster;
import io.argosy.custody.freeze.FreezeRelay;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.pair.PairRenewals;
import io.argosy.custody.pair.Renewal;
import io.argosy.custody.serve.CustodyEndpoint;
import io.argosy.custody.serve.KeyStoreWire;
import io.argosy.custody.serve.OperatorEndpoint;
import io.argosy.custody.serve.PeerEndpoint;
import io.argosy.custody.serve.StatusReport;
import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Mailbox;
import io.argosy.custody.session.Pairs;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Quarantine;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.KeyStore;
import io.argosy.custody.share.Shares;
import io.argosy.custody.sign.Signer;
import io.argosy.custody.takeover.Showing;
import io.argosy.custody.takeover.TakingOver;
import io.argosy.custody.tell.Alarms;
import io.argosy.custody.tell.OwnWord;
import io.argosy.custody.tell.Telling;
import io.argosy.custodycore.Hearing;
import io.argosy.custodycore.Takeovers;
import io.argosy.servicekit.ConfigFault;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Lifetime;
import io.argosy.servicekit.PortsFile;
import io.argosy.servicekit.telemetry.Telemetry;
import io.argosy.threshold.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One custody daemon: holds a share of every key, checks every order by itself, and signs together
 * with the others what people approved. Takes one argument, its configuration file.
 */
public final class CustodyDaemon {
  private static final Logger LOG = LoggerFactory.getLogger(CustodyDaemon.class);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);
  private static final Duration LOOK_AT_STORE = Duration.ofMillis(250);
  private static final Duration LOOK_AT_PEERS = Duration.ofSeconds(1);
  private static final Duration PAIR_SPAN = Duration.ofSeconds(30);
  private static final Duration LOOK_AT_PAIRS = Duration.ofMillis(500);
  private static final Duration ASK_WHAT_WAS_MISSED = Duration.ofSeconds(10);
  private static final Duration LOOK_AT_TAKEOVERS = Duration.ofMillis(500);
  private static final Duration LOOK_WHO_ANSWERS = Duration.ofMillis(250);

  /** Operators tell every host within a minute; a round takes a second or two. */
  private static final Session.Patience CEREMONY =
      new Session.Patience(Duration.ofSeconds(55), Duration.ofSeconds(20));

  private final DaemonConfig config;
  private final Stored stored;
  private final Shares shares;
  private final Peers peers;
  private final Mailbox mailbox = new Mailbox();
  private final FreezeRelay relay;
  private final Telling telling;
  private final Alarms alarms;
  private final PairRenewals renewals;
  private final CertificateExchange exchange;
  private final TakingOver takingOver;
  private final NextRoster nextRoster;
  private final CustodyEndpoint custody;
  private final PeerEndpoint peer;
  private final OperatorEndpoint operator;

  static void main(String[] arguments) {
    run(Path.of(arguments[0]), Faults.NONE, new Tempo(PAIR_SPAN, CEREMONY));
  }

  /**
   * How fast a daemon goes and how long it waits.
   *
   * @param pairSpan for each new set-up of a pair's transfers, once a few were had in a row
   * @param ceremony for the other hosts of a ceremony
   */
  record Tempo(Duration pairSpan, Session.Patience ceremony) {}

  /** Runs until it is told to stop. */
  static void run(Path configuration, Faults faults, Tempo tempo) {
    Lifetime.run(
        "custody-daemon",
        lifetime -> {
          HostShield.raise().ifPresent(CustodyDaemon::refuse);
          var config = DaemonConfig.read(configuration);
          var stored = Stored.open(config, lifetime, faults);
          new CustodyDaemon(config, stored, lifetime, faults, tempo).serve(lifetime, faults);
        });
  }

  private static void refuse(String missing) {
    throw new ConfigFault("other programs could read this process's memory: " + missing);
  }

  /** Puts the parts together, from what stands on disk up to the ports. */
  private CustodyDaemon(
      DaemonConfig config, Stored stored, Lifetime lifetime, Faults faults, Tempo tempo)
      throws IOException {
    this.config = config;
    this.stored = stored;
    this.shares = stored.shares();
    this.peers =
        lifetime.closing(new Peers(stored.rosters(), config.daemon(), config.peer().tls()));
    this.relay = new FreezeRelay(peers);
    Randomness random = new SecureRandom()::nextBytes;
    var journal = stored.journal();
    var identity = stored.identity();
    var clock = Clock.systemUTC();
    var rosters = stored.rosters();
    var gate = stored.gate();
    var quarantine =
        new Quarantine(
            journal.sessions(),
            shares::all,
            daemon -> mailbox.leaveAll(peers.indexOf(daemon)),
            clock);
    var pairs = new Pairs(journal.pairs(), clock);
    var sessions =
        new Sessions(
            rosters.genesis(), identity, peers, mailbox, quarantine, pairs, random, faults);
    var patience = new Session.Patience(config.patience(), config.patience());
    var signer =
        new Signer(
            gate,
            rosters,
            journal.sessions(),
            shares,
            sessions,
            pairs,
            peers,
            patience,
            random,
            faults);
    var renewal = new Renewal(peers, sessions, shares, pairs, random, faults);
    this.renewals =
        new PairRenewals(pairs, peers, mailbox, shares, renewal, random, faults, tempo.pairSpan());
    var freezing = new Freezing(gate, journal.freezes(), relay);
    var ceremony = new KeyCeremony(rosters, identity, peers, sessions, shares, random);
    var hearing = new Hearing(rosters, journal, gate, clock);
    var own = new OwnWord(rosters, config.daemon(), journal, identity, clock);
    this.telling = new Telling(own, journal, hearing, peers);
    this.alarms = new Alarms(journal, telling, peers, clock);
    var takeovers = new Takeovers(rosters, config.daemon(), journal, gate, clock);
    this.takingOver =
        new TakingOver(
            rosters, config.daemon(), peers, shares, journal.takeovers(), takeovers, clock, faults);
    var status =
        new StatusReport(
            config.daemon(), rosters, journal, shares, peers, quarantine, alarms, takingOver);
    this.custody = new CustodyEndpoint(gate, journal, identity, signer, freezing, status);
    this.exchange = new CertificateExchange(peers, shares, faults);
    var epochs =
        new EpochCeremony(
            rosters,
            identity,
            peers,
            sessions,
            shares,
            exchange,
            takingOver,
            tempo.ceremony(),
            random,
            faults);
    this.nextRoster = new NextRoster(gate, rosters, shares, peers, takingOver);
    var showing = new Showing(rosters, identity, shares, takeovers, faults);
    this.peer =
        new PeerEndpoint(peers, mailbox, freezing, exchange::offered, telling, showing::show);
    var keyStore = new KeyStoreWire(shares, journal.stores());
    this.operator =
        new OperatorEndpoint(
            gate, ceremony, epochs, rosters, nextRoster, freezing, quarantine, keyStore);
  }

  private void serve(Lifetime lifetime, Faults faults) throws IOException, InterruptedException {
    var cutOff =
        stored
            .journal()
            .sessions()
            .closeCutOff(config.daemon(), shares::epoch, Clock.systemUTC().instant());
    faults.at(Faults.Point.CUT_OFF_KEPT);
    for (var session : cutOff) {
      LOG.warn("{} was cut off and is never resumed; its pairs are set up again", session);
    }
    var telemetry = lifetime.closing(Telemetry.start(config.prometheusPort()));
    var background = lifetime.closing(new Background());
    background.again("looking at the key store", LOOK_AT_STORE, shares::look);
    var peerPort = lifetime.closing(GrpcServer.start(config.peer(), List.of(peer), telemetry));
    var clientPort =
        lifetime.closing(GrpcServer.start(config.client(), List.of(custody), telemetry));
    var operatorPort =
        lifetime.closing(GrpcServer.start(config.operator(), List.of(operator), telemetry));
    peers.whenGone(mailbox::gone);
    background.again(
        "looking for peers", LOOK_WHO_ANSWERS, () -> peers.look().forEach(mailbox::gone));
    background.again("setting pairs up again", LOOK_AT_PAIRS, renewals::look);
    background.again("following the rosters", LOOK_AT_PEERS, this::followRosters);
    background.again("passing freezes on", LOOK_AT_PEERS, relay::push);
    background.again("fetching certificates", LOOK_AT_PEERS, exchange::fetchPrepared);
    background.again("taking over", LOOK_AT_TAKEOVERS, takingOver::look);
    background.again("asking what was missed", ASK_WHAT_WAS_MISSED, exchange::fetchMissed);
    var _ = lifetime.closing(telling.start());
    alarms.show(telemetry.meter());
    background.again("telling health", LOOK_AT_PEERS, () -> tellHealth(clientPort));
    shares.awaitFirstAnswer(FIRST_ANSWER);
    var ports =
        new TreeMap<>(
            Map.of(
                "client", clientPort.port(),
                "peer", peerPort.port(),
                "operator", operatorPort.port()));
    telemetry.port().ifPresent(port -> ports.put("metrics", port));
    PortsFile.write(config.portsFile(), ports);
  }

  private void followRosters() {
    nextRoster.follow();
    telling.follow();
  }

  /**
   * One name for the whole, and one a cause, so that whoever asks for health hears the cause too.
   */
  private void tellHealth(GrpcServer port) {
    port.health("policy", alarms.late().isEmpty());
    port.health("statements", alarms.conflictCount() == 0);
    port.health("key-store", shares.state() instanceof Shares.State.Ready);
    var causes = shares.causes();
    for (var cause : KeyStore.Cause.values()) {
      String name = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
      port.health("key-store." + name, !causes.contains(cause));
    }
  }
}
