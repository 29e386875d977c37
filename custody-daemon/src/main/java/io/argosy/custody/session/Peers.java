package io.argosy.custody.session;

import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.TakeoverJournal.Takeover;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The other daemons of the rosters in which keys stand, and of the one in force. An index is one
 * daemon's in all of these. Thread-safe.
 */
public final class Peers implements AutoCloseable {
  private record Link(Roster.Daemon daemon, PeerClient client) {
    boolean leadsTo(Roster.Daemon other) {
      return daemon.id().equals(other.id()) && daemon.peerAddress().equals(other.peerAddress());
    }
  }

  private final Rosters rosters;
  private final DaemonId self;
  private final Tls tls;
  private final Map<Integer, Link> links = new ConcurrentSkipListMap<>();
  private volatile SortedMap<Integer, Roster.Daemon> listed = new TreeMap<>();
  private volatile IntConsumer gone = _ -> {};
  private volatile List<DaemonId> up = List.of();
  private volatile Set<Integer> awayBefore = Set.of();

  /** Connects at first use. */
  public Peers(Rosters rosters, DaemonId self, Tls tls) throws IOException {
    this.rosters = rosters;
    this.self = self;
    this.tls = tls;
    follow(0);
  }

  /**
   * Goes by the rosters from a version on; connections to those that they do not list any more end.
   * Called every second.
   */
  public synchronized void follow(int oldest) throws IOException {
    var now = new TreeMap<Integer, Roster.Daemon>();
    rosters.since(oldest).forEach(each -> each.daemons().forEach(d -> now.put(d.index(), d)));
    if (now.equals(listed)) {
      return;
    }
    for (var daemon : now.values()) {
      var link = links.get(daemon.index());
      boolean stands = link != null && link.leadsTo(daemon);
      if (!stands && !daemon.id().equals(self)) {
        end(links.put(daemon.index(), link(daemon)));
      }
    }
    listed = Collections.unmodifiableSortedMap(now);
    links.keySet().stream().filter(index -> !now.containsKey(index)).forEach(this::end);
  }

  private void end(int index) {
    end(links.remove(index));
  }

  private static void end(@Nullable Link link) {
    if (link != null) {
      link.client().close();
    }
  }

  private Link link(Roster.Daemon daemon) throws IOException {
    String deployment = rosters.inForce().deployment();
    var identity = new Identity(deployment, Role.ROLE_CUSTODY_DAEMON, daemon.id().text());
    var client = new PeerClient(GrpcClient.to(daemon.peerAddress(), tls, identity));
    client.whenLost(
        () -> {
          if (client.health() == PeerClient.Health.AWAY) {
            gone.accept(daemon.index());
          }
        });
    return new Link(daemon, client);
  }

  /** This daemon's index. */
  public int self() {
    return indexOf(self);
  }

  /** Another daemon's index by its name; empty for this one and for what is not listed. */
  public Optional<Integer> index(String name) {
    return listed.values().stream()
        .filter(daemon -> daemon.id().text().equals(name) && !daemon.id().equals(self))
        .map(Roster.Daemon::index)
        .findFirst();
  }

  /** Whether another daemon of this name stands, or ever stood, in the roster. */
  public boolean everListed(String name) {
    return !self.text().equals(name)
        && rosters.since(0).stream()
            .flatMap(each -> each.daemons().stream())
            .anyMatch(daemon -> daemon.id().text().equals(name));
  }

  /** The index of a daemon that was ever listed, this one's too. */
  public int indexOf(DaemonId id) {
    return rosters.daemon(id).orElseThrow().index();
  }

  /** Who a daemon is. */
  public Roster.Daemon daemon(int index) {
    var daemon = listed.get(index);
    if (daemon == null) {
      throw new IllegalArgumentException("no daemon " + index);
    }
    return daemon;
  }

  /** All indexes, this one's among them. */
  public List<Integer> all() {
    return List.copyOf(listed.keySet());
  }

  /** The others' indexes. */
  public List<Integer> others() {
    return listed.values().stream()
        .filter(daemon -> !daemon.id().equals(self))
        .map(Roster.Daemon::index)
        .toList();
  }

  PeerClient.Taken deliver(int to, String session, int round, byte[] body, Duration patience) {
    return client(to)
        .map(client -> client.deliver(session, round, body, patience))
        .orElse(PeerClient.Taken.NEVER);
  }

  /** Passes a freeze on; false while the peer cannot be reached. */
  public boolean passFreeze(int to, FreezeOrder.Signed freeze) {
    return client(to)
        .filter(client -> client.passFreeze(freeze) == PeerClient.Taken.NOT_NOW)
        .isEmpty();
  }

  /** What a peer has of a key's certificates; nothing while it cannot be reached. */
  public List<byte[]> certificates(int of, KeyId key) {
    return client(of).map(client -> client.certificates(key)).orElseGet(List::of);
  }

  /** One page of what a peer agreed to before an epoch was in force. */
  public CheckpointRead checkpoint(int of, Takeover takeover, Place from) {
    return client(of)
        .map(client -> client.checkpoint(takeover, from))
        .orElseGet(() -> new CheckpointRead.Not("PEER_UNREACHABLE"));
  }

  /** For what this daemon and a peer tell each other. */
  public Optional<TellClient> telling(int peer) {
    return client(peer).map(PeerClient::telling);
  }

  /** In the background: nobody waits for it. */
  void leave(int to, String session) {
    var _ = Thread.ofVirtual().start(() -> client(to).ifPresent(client -> client.leave(session)));
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
                case ANSWERS ->
                    Optional.ofNullable(listed.get(index))
                        .ifPresent(daemon -> answering.add(daemon.id()));
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
    gone = told;
  }

  /** All are asked at once: one that is slow must not delay the news of another. */
  private SortedMap<Integer, PeerClient.Health> health() {
    var found = new ConcurrentSkipListMap<Integer, PeerClient.Health>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      links.forEach(
          (index, link) -> threads.execute(() -> found.put(index, link.client().health())));
    }
    return found;
  }

  /** Peers that answered at the last look. */
  public List<DaemonId> up() {
    return up;
  }

  /** Nothing where the index left the roster in between. */
  private Optional<PeerClient> client(int index) {
    return Optional.ofNullable(links.get(index)).map(Link::client);
  }

  @Override
  public void close() {
    links.values().forEach(Peers::end);
  }
}
