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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The other daemons of the roster. Thread-safe. */
public final class Peers implements AutoCloseable {
  private final Roster roster;
  private final int self;
  private final TreeMap<Integer, PeerClient> clients = new TreeMap<>();
  private volatile List<DaemonId> up = List.of();

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

  /** Looks who answers. Called every second. */
  public void look() {
    up =
        clients.entrySet().stream()
            .filter(each -> each.getValue().answers())
            .map(each -> daemon(each.getKey()).id())
            .toList();
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
