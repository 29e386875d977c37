package io.argosy.custody.session;

import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** The other daemons of the roster. Thread-safe. */
public final class Peers implements AutoCloseable {
  private final Roster roster;
  private final int self;
  private final TreeMap<Integer, PeerClient> clients = new TreeMap<>();
  private volatile List<DaemonId> up = List.of();
  private volatile Set<Integer> awayBefore = Set.of();

  /** Connects at first use. */
  public Peers(Roster roster, DaemonId self, Tls tls) throws IOException {
    this.roster = roster;
    this.self = roster.daemon(self).orElseThrow().index();
    for (var daemon : roster.daemons()) {
      if (!daemon.id().equals(self)) {
        var identity =
            new Identity(roster.deployment(), Role.ROLE_CUSTODY_DAEMON, daemon.id().text());
        var client = GrpcClient.to(daemon.peerAddress(), tls, identity);
        clients.put(daemon.index(), new PeerClient(client));
      }
    }
  }

  /** This daemon's index. */
  public int self() {
    return self;
  }

  /** Another daemon's index by its name; empty for this one and for what the roster lists not. */
  public Optional<Integer> index(String name) {
    return roster.daemons().stream()
        .filter(daemon -> daemon.id().text().equals(name) && daemon.index() != self)
        .map(Roster.Daemon::index)
        .findFirst();
  }

  /** The index of a daemon of the roster, this one's too. */
  public int indexOf(DaemonId id) {
    return roster.daemon(id).orElseThrow().index();
  }

  /** Who a daemon is. */
  public Roster.Daemon daemon(int index) {
    return roster.daemons().get(index - 1);
  }

  /** All daemons' indexes, this one's among them. */
  public List<Integer> all() {
    return roster.daemons().stream().map(Roster.Daemon::index).toList();
  }

  /** The others' indexes. */
  public List<Integer> others() {
    return List.copyOf(clients.keySet());
  }

  PeerClient.Taken deliver(int to, String session, int round, byte[] body, Duration patience) {
    return client(to).deliver(session, round, body, patience);
  }

  /** Passes a freeze on; false while the peer cannot be reached. */
  public boolean passFreeze(int to, FreezeOrder.Signed freeze) {
    return client(to).passFreeze(freeze) != PeerClient.Taken.NOT_NOW;
  }

  /** What a peer has of a key's certificates; nothing while it cannot be reached. */
  public List<byte[]> certificates(int of, KeyId key) {
    return client(of).certificates(key);
  }

  /** For what this daemon and a peer tell each other. */
  public TellClient telling(int peer) {
    return client(peer).telling();
  }

  /** In the background: nobody waits for it. */
  void leave(int to, String session) {
    var _ = Thread.ofVirtual().start(() -> client(to).leave(session));
  }

  /**
   * Looks who answers, and answers who does not: away twice in a row, which is no slow answer but a
   * port that nobody listens on. Called every quarter of a second.
   */
  public List<Integer> look() {
    var answering = new ArrayList<DaemonId>();
    var gone = new ArrayList<Integer>();
    var away = new HashSet<Integer>();
    health()
        .forEach(
            (index, health) -> {
              switch (health) {
                case ANSWERS -> answering.add(daemon(index).id());
                case SLOW -> {}
                case AWAY -> {
                  away.add(index);
                  if (awayBefore.contains(index)) {
                    gone.add(index);
                  }
                }
              }
            });
    awayBefore = Set.copyOf(away);
    up = List.copyOf(answering);
    return gone;
  }

  /** Tells of a peer, at once, whose connection broke and on whose port nobody listens now. */
  public void whenGone(IntConsumer told) {
    clients.forEach(
        (index, client) ->
            client.whenLost(
                () -> {
                  if (client.health() == PeerClient.Health.AWAY) {
                    told.accept(index);
                  }
                }));
  }

  /** All are asked at once: one that is slow must not delay the news of another. */
  private SortedMap<Integer, PeerClient.Health> health() {
    var found = new ConcurrentSkipListMap<Integer, PeerClient.Health>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      clients.forEach((index, client) -> threads.execute(() -> found.put(index, client.health())));
    }
    return found;
  }

  /** Peers that answered at the last look. */
  public List<DaemonId> up() {
    return up;
  }

  private PeerClient client(int index) {
    var client = clients.get(index);
    if (client == null) {
      throw new IllegalArgumentException("no peer " + index);
    }
    return client;
  }

  @Override
  public void close() {
    clients.values().forEach(PeerClient::close);
  }
}
