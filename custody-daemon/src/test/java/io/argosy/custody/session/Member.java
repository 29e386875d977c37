package io.argosy.custody.session;

import io.argosy.custody.People;
import io.argosy.custody.freeze.FreezeRelay;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.serve.PeerEndpoint;
import io.argosy.custody.session.Session.About;
import io.argosy.custody.session.Session.Patience;
import io.argosy.custody.takeover.Showing;
import io.argosy.custody.tell.OwnWord;
import io.argosy.custody.tell.Telling;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Hearing;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.GrpcServer;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.argosy.threshold.Randomness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One daemon's sessions in this process: real journal, real peer port, real certificates. */
final class Member implements AutoCloseable {
  static final Randomness RANDOM = new SecureRandom()::nextBytes;
  static final KeyId KEY = new KeyId("k");
  static final KeyId OTHER_KEY = new KeyId("other");
  private static final Digest32 ROSTER = Digest32.of(new byte[32]);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  final int index;
  final Journal journal;
  final IdentityKey identity;
  final Peers peers;
  final Mailbox mailbox;
  final Pairs pairs;
  final Quarantine quarantine;
  final Sessions sessions;
  private final GrpcServer server;

  Member(Path folder, Roster roster, int index, int port, CertificateAuthority authority)
      throws Exception {
    this.index = index;
    var self = roster.daemons().get(index - 1).id();
    var uri = new Identity("demo", Role.ROLE_CUSTODY_DAEMON, self.text()).toString();
    var issued = authority.issue(folder, self.text(), Optional.of(uri));
    var tls = new Tls(issued.certificate(), issued.key(), issued.authority());
    var genesis = roster.hash();
    var rosters = Rosters.of(roster);
    var clock = Clock.systemUTC();
    journal = Journal.open(folder.resolve(self + ".db"), genesis, self);
    identity = People.identity(folder, self.text());
    peers = new Peers(rosters, self, tls);
    mailbox = new Mailbox();
    quarantine =
        new Quarantine(
            journal.sessions(),
            () -> List.of(new KeyEpoch(KEY, 0), new KeyEpoch(OTHER_KEY, 3)),
            daemon -> mailbox.leaveAll(peers.indexOf(daemon)),
            clock);
    pairs = new Pairs(journal.pairs(), clock);
    sessions =
        new Sessions(genesis, identity, peers, mailbox, quarantine, pairs, RANDOM, Faults.NONE);
    var gate = new Gate(rosters, self, journal, clock);
    var freezing = new Freezing(gate, journal.freezes(), new FreezeRelay(peers));
    var own = new OwnWord(rosters, self, journal, identity, clock);
    var hearing = new Hearing(rosters, journal, gate, clock);
    var telling = new Telling(own, journal, hearing, peers);
    var listen = new GrpcServer.Listen("127.0.0.1", port, tls, "demo", GrpcServer.Reflection.OFF);
    server =
        GrpcServer.start(
            listen,
            List.of(
                new PeerEndpoint(
                    peers,
                    mailbox,
                    freezing,
                    _ -> List.of(),
                    telling,
                    (_, _, _, _) -> new Showing.Shown.Elsewhere(0))));
  }

  static About about(String session, List<Integer> parties, String subject) {
    return new About(
        session,
        KEY,
        0,
        ROSTER,
        parties,
        1,
        Digest32.of(new byte[32]),
        Digest32.sha256(subject.getBytes(StandardCharsets.US_ASCII)),
        new Patience(PATIENCE, PATIENCE));
  }

  @Override
  public void close() {
    server.close();
    peers.close();
    journal.close();
  }
}
