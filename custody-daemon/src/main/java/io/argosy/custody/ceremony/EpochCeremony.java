package io.argosy.custody.ceremony;

import io.argosy.custody.ceremony.Holding.Held;
import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.Faults;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.custody.takeover.TakingOver;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Randomness;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes new shares of a key together with other daemons: for the same ones, or for those of a later
 * version of the roster. Agree on the next epoch, run the protocol, seal the new share, sign what
 * came out, and collect what the others signed. A daemon that lost its share is dealt one by the
 * others. Until all new holders signed, the epoch before signs; a prepared epoch is never given up,
 * for another daemon may have its whole certificate. Thread-safe; one ceremony at a time.
 */
public final class EpochCeremony {
  /** What became of a ceremony. */
  public sealed interface Renewed {
    /** A later epoch is in force. */
    record Done(KeyCertificate certificate) implements Renewed {}

    /** Neither held here nor known to those that the roster lists. */
    record Unknown() implements Renewed {}

    /** Another epoch is in force than the one to be left. */
    record Elsewhere(int epoch) implements Renewed {}

    /** The share is not in memory, or none can be sealed now. */
    record Sealed(String cause) implements Renewed {}

    /** The new epoch is prepared here; it comes into force when these have signed, too. */
    record Prepared(int epoch, List<DaemonId> missing) implements Renewed {}

    /** Fewer daemons than a signature needs have a share and take part. */
    record Lost(int shares) implements Renewed {}

    /** This daemon leaves the key and has no share of it to hand over, or is to be left out. */
    record NotNeeded(DaemonId daemon) implements Renewed {}

    /** The session gave nothing; the epoch before signs on. */
    record Failed(Failure why) implements Renewed {}
  }

  private final Rosters rosters;
  private final IdentityKey identity;
  private final Peers peers;
  private final Sessions sessions;
  private final Shares shares;
  private final CertificateExchange exchange;
  private final TakingOver takingOver;
  private final Session.Patience patience;
  private final Randomness random;
  private final Faults faults;

  /**
   * The highest epoch that a share was made for here, so that one that was not sealed counts, too.
   */
  private final Map<KeyId, Integer> attempted = new ConcurrentHashMap<>();

  public EpochCeremony(
      Rosters rosters,
      IdentityKey identity,
      Peers peers,
      Sessions sessions,
      Shares shares,
      CertificateExchange exchange,
      TakingOver takingOver,
      Session.Patience patience,
      Randomness random,
      Faults faults) {
    this.rosters = rosters;
    this.identity = identity;
    this.peers = peers;
    this.sessions = sessions;
    this.shares = shares;
    this.exchange = exchange;
    this.takingOver = takingOver;
    this.patience = patience;
    this.random = random;
    this.faults = faults;
  }

  /** Leaves an epoch for new shares of the same daemons, or finds it left. */
  public synchronized Renewed refresh(KeyId key, int epoch)
      throws IOException, InterruptedException {
    exchange.fetch(key);
    var standing = shares.inForce(key).filter(shares::holds);
    if (standing.isEmpty()) {
      return new Renewed.Unknown();
    }
    var now = standing.get();
    if (now.epoch() != epoch) {
      return now.epoch() > epoch && !shares.lost(key)
          ? new Renewed.Done(now)
          : new Renewed.Elsewhere(now.epoch());
    }
    return renew(Target.refresh(now, roster(now)));
  }

  /**
   * Hands a key over to the daemons of the roster in force, or finds it there.
   *
   * @param without daemons that leave the key and take no part; every host is told the same
   */
  public synchronized Renewed reshare(KeyId key, Collection<DaemonId> without)
      throws IOException, InterruptedException {
    exchange.fetch(key);
    peers.follow(takingOver.oldestRoster().orElse(0)); // Who hears of a key meets its holders.
    var standing = shares.inForce(key);
    if (standing.isEmpty()) {
      return new Renewed.Unknown();
    }
    var to = rosters.inForce();
    if (standing.get().roster().equals(to.hash())) {
      return new Renewed.Done(standing.get());
    }
    var target = Target.handover(standing.get(), roster(standing.get()), to, without);
    return target.parties().contains(peers.self())
        ? renew(target)
        : new Renewed.NotNeeded(peers.daemon(peers.self()).id());
  }

  private Roster roster(KeyCertificate standing) {
    return rosters.find(standing.roster()).orElseThrow();
  }

  private Renewed renew(Target target) throws IOException, InterruptedException {
    var key = target.standing().key();
    if (target.holds(peers.self())) {
      var trouble = shares.trouble(key, target.standing().epoch() + 1);
      if (trouble.isPresent()) {
        return new Renewed.Sealed(trouble.get());
      }
    }
    return switch (shares.find(key)) {
      case Shares.Found.Unknown _ -> agree(target, Optional.empty());
      case Shares.Found.Sealed(var cause) ->
          shares.lost(key) ? agree(target, Optional.empty()) : new Renewed.Sealed(cause);
      case Shares.Found.Ready mine -> {
        try (mine) {
          yield mine.certificate().equals(target.standing())
              ? agree(target, Optional.of(mine.share()))
              : new Renewed.Elsewhere(mine.certificate().epoch());
        }
      }
    };
  }

  private Renewed agree(Target target, Optional<KeyShare> share)
      throws IOException, InterruptedException {
    return switch (sessions.agree(target.about(patience))) {
      case Result.Ended<AgreedSession>(var why) -> new Renewed.Failed(why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          yield agreed(session, target, share);
        }
      }
    };
  }

  /** The next epoch is one more than anybody has prepared; who has a share deals. */
  private Renewed agreed(AgreedSession session, Target target, Optional<KeyShare> share)
      throws IOException, InterruptedException {
    var key = target.standing().key();
    int prepared = shares.since(key).getLast().epoch();
    int highest = Math.max(prepared, attempted.getOrDefault(key, 0));
    var mine = new Holding(highest, share.isPresent() ? Held.SHARE : Held.NOTHING);
    return switch (session.tellAll(mine.encoded())) {
      case Result.Ended<Map<Integer, byte[]>>(var why) -> new Renewed.Failed(why);
      case Result.Done<Map<Integer, byte[]>>(var told) -> {
        var all = new TreeMap<Integer, Holding>(Map.of(peers.self(), mine));
        for (var each : told.entrySet()) {
          var holding = mine.others(each.getValue());
          if (holding.isEmpty()) {
            var peer = peers.daemon(each.getKey()).id();
            yield new Renewed.Failed(new Failure.Desync(peer, "the epochs that there are"));
          }
          all.put(each.getKey(), holding.orElseThrow());
        }
        yield deal(session, target, share, all);
      }
    };
  }

  private Renewed deal(
      AgreedSession session,
      Target target,
      Optional<KeyShare> share,
      SortedMap<Integer, Holding> all)
      throws IOException, InterruptedException {
    var standing = target.standing();
    int next = Holding.next(all);
    var unready =
        target.holds(peers.self())
            ? shares.trouble(standing.key(), next)
            : Optional.<String>empty();
    if (unready.isPresent()) {
      session.abandon();
      return new Renewed.Sealed(unready.get()); // Before anybody seals, so the number stays.
    }
    var dealers = Holding.dealers(all);
    if (dealers.size() < standing.shared().threshold()) {
      return new Renewed.Lost(dealers.size());
    }
    var idle =
        target.parties().stream()
            .filter(party -> !dealers.contains(party) && !target.holds(party))
            .findFirst();
    if (idle.isPresent()) {
      return new Renewed.NotNeeded(peers.daemon(idle.get()).id());
    }
    var to = target.to();
    var renewal = new Renewal(standing.shared(), dealers, to.threshold(), to.indexes(), next);
    return switch (renewal.run(session, peers.self(), share, random)) {
      case Result.Ended<Renewal.Made>(var why) -> new Renewed.Failed(why);
      case Result.Done<Renewal.Made>(var made) -> {
        attempted.put(standing.key(), next);
        var prepared = prepared(target, next, made);
        if (share.isEmpty() && made.share().isPresent()) {
          // Who brings no share is new here, or lost its disk: its journal knows too little.
          var key = new KeyEpoch(standing.key(), next);
          takingOver.owe(key, roster(standing), target.to());
        }
        var trouble = sealed(prepared, made);
        yield trouble.isPresent() ? new Renewed.Sealed(trouble.get()) : collect(prepared);
      }
    };
  }

  private static KeyCertificate prepared(Target target, int epoch, Renewal.Made made) {
    var standing = target.standing();
    return new KeyCertificate(
        standing.genesis(),
        target.to().hash(),
        standing.key(),
        epoch,
        made.key(),
        made.transcript(),
        new TreeMap<>());
  }

  /**
   * A holder's share is durable before it signs, which is what its signature says to the others.
   * Who leaves the key signs nothing, and waits for the others' signatures all the same.
   */
  private Optional<String> sealed(KeyCertificate prepared, Renewal.Made made) throws IOException {
    if (made.share().isEmpty()) {
      shares.keep(prepared);
      return Optional.empty();
    }
    try (var share = made.share().get()) {
      var trouble = shares.keep(prepared.key(), prepared.epoch(), share);
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    var self = peers.daemon(peers.self()).id();
    shares.keep(prepared.with(self, identity.sign(prepared.text())));
    faults.at(Faults.Point.CERTIFICATE_KEPT);
    return Optional.empty();
  }

  private Renewed collect(KeyCertificate prepared) throws InterruptedException {
    return exchange
        .collect(prepared, patience.round())
        .<Renewed>map(Renewed.Done::new)
        .orElseGet(() -> new Renewed.Prepared(prepared.epoch(), missing(prepared)));
  }

  private List<DaemonId> missing(KeyCertificate prepared) {
    var heard = shares.certificate(prepared.key(), prepared.epoch()).orElse(prepared);
    return roster(prepared).daemons().stream()
        .map(Roster.Daemon::id)
        .filter(daemon -> !heard.signatures().containsKey(daemon.text()))
        .toList();
  }
}
