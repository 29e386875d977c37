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
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes new shares of a key together with all other daemons: agree on the next epoch, refresh, seal
 * the new share, sign what came out, and collect what the others signed. A daemon that lost its
 * share is dealt one by the others. Until all of that stands the epoch before signs; a prepared
 * epoch is never given up, for another daemon may have its whole certificate. Thread-safe; one
 * refresh at a time.
 */
public final class RefreshCeremony {
  private static final Digest32 SUBJECT =
      Digest32.sha256("argosy refresh 1\n".getBytes(StandardCharsets.US_ASCII));

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** What became of a refresh. */
  public sealed interface Refreshed {
    /** A later epoch is in force. */
    record Done(KeyCertificate certificate) implements Refreshed {}

    /** The key was not made here. */
    record Unknown() implements Refreshed {}

    /** Another epoch is in force than the one to be left. */
    record Elsewhere(int epoch) implements Refreshed {}

    /** The share is not in memory, or none can be sealed now. */
    record Sealed(String cause) implements Refreshed {}

    /** The new share stands here; the epoch comes into force when these have signed, too. */
    record Prepared(int epoch, List<DaemonId> missing) implements Refreshed {}

    /** Fewer daemons than a signature needs have a share: the key is gone. */
    record Lost(int shares) implements Refreshed {}

    /** The session gave nothing; the epoch before signs on. */
    record Failed(Failure why) implements Refreshed {}
  }

  private final IdentityKey identity;
  private final Peers peers;
  private final Sessions sessions;
  private final Shares shares;
  private final CertificateExchange exchange;
  private final Session.Patience patience;
  private final Randomness random;
  private final Faults faults;

  /**
   * The highest epoch that was agreed on, so that a share that was not reached here counts, too.
   */
  private final Map<KeyId, Integer> attempted = new ConcurrentHashMap<>();

  public RefreshCeremony(
      IdentityKey identity,
      Peers peers,
      Sessions sessions,
      Shares shares,
      CertificateExchange exchange,
      Session.Patience patience,
      Randomness random,
      Faults faults) {
    this.identity = identity;
    this.peers = peers;
    this.sessions = sessions;
    this.shares = shares;
    this.exchange = exchange;
    this.patience = patience;
    this.random = random;
    this.faults = faults;
  }

  /** Leaves an epoch, or finds it left. */
  public synchronized Refreshed leave(KeyId key, int epoch)
      throws IOException, InterruptedException {
    exchange.fetch(key);
    return switch (shares.find(key)) {
      case Shares.Found.Unknown _ -> new Refreshed.Unknown();
      case Shares.Found.Sealed(var cause) ->
          shares.lost(key)
              ? leave(shares.inForce(key).orElseThrow(), Optional.empty(), epoch)
              : new Refreshed.Sealed(cause);
      case Shares.Found.Ready standing -> {
        try (standing) {
          yield leave(standing.certificate(), Optional.of(standing.share()), epoch);
        }
      }
    };
  }

  private Refreshed leave(KeyCertificate standing, Optional<KeyShare> share, int epoch)
      throws IOException, InterruptedException {
    if (standing.epoch() != epoch) {
      return standing.epoch() > epoch && share.isPresent()
          ? new Refreshed.Done(standing)
          : new Refreshed.Elsewhere(standing.epoch());
    }
    var trouble = shares.trouble(standing.key(), epoch + 1);
    if (trouble.isPresent()) {
      return new Refreshed.Sealed(trouble.get());
    }
    return switch (sessions.agree(about(standing))) {
      case Result.Ended<AgreedSession>(var why) -> new Refreshed.Failed(why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          yield agreed(session, standing, share);
        }
      }
    };
  }

  private Session.About about(KeyCertificate standing) {
    return new Session.About(
        "refresh/" + standing.key(),
        standing.key(),
        standing.epoch(),
        peers.all(),
        0,
        standing.transcript(),
        SUBJECT,
        patience);
  }

  /** The next epoch is one more than anybody has prepared; who has a share deals. */
  private Refreshed agreed(AgreedSession session, KeyCertificate standing, Optional<KeyShare> share)
      throws IOException, InterruptedException {
    int prepared = shares.since(standing.key()).getLast().epoch();
    int highest = Math.max(prepared, attempted.getOrDefault(standing.key(), 0));
    var mine = new Holding(highest, share.isPresent() ? Held.SHARE : Held.NOTHING);
    return switch (session.tellAll(mine.encoded())) {
      case Result.Ended<Map<Integer, byte[]>>(var why) -> new Refreshed.Failed(why);
      case Result.Done<Map<Integer, byte[]>>(var told) -> {
        var all = new TreeMap<Integer, Holding>(Map.of(peers.self(), mine));
        for (var each : told.entrySet()) {
          var holding = mine.others(each.getValue());
          if (holding.isEmpty()) {
            var peer = peers.daemon(each.getKey()).id();
            yield new Refreshed.Failed(new Failure.Desync(peer, "the epochs that there are"));
          }
          all.put(each.getKey(), holding.orElseThrow());
        }
        yield renew(session, standing, share, all);
      }
    };
  }

  private Refreshed renew(
      AgreedSession session,
      KeyCertificate standing,
      Optional<KeyShare> share,
      SortedMap<Integer, Holding> all)
      throws IOException, InterruptedException {
    int next = Holding.next(all);
    attempted.put(standing.key(), next);
    var dealers = Holding.dealers(all);
    if (dealers.size() < standing.shared().threshold()) {
      return new Refreshed.Lost(dealers.size());
    }
    var renewal = new Renewal(standing.shared(), dealers, next);
    return switch (renewal.run(session, peers.self(), share, random)) {
      case Result.Ended<Renewal.Made>(var why) -> new Refreshed.Failed(why);
      case Result.Done<Renewal.Made>(var made) -> {
        try (var renewed = made.share()) {
          var trouble = shares.keep(standing.key(), next, renewed);
          if (trouble.isPresent()) {
            yield new Refreshed.Sealed(trouble.get());
          }
          yield collect(signed(standing, next, made));
        }
      }
    };
  }

  /** The share is durable here, which is what this daemon's signature says to the others. */
  private KeyCertificate signed(KeyCertificate before, int epoch, Renewal.Made made)
      throws IOException {
    var empty =
        new KeyCertificate(
            before.genesis(),
            before.key(),
            epoch,
            made.share().key(),
            made.transcript(),
            new TreeMap<>());
    var signed = empty.with(peers.daemon(peers.self()).id(), identity.sign(empty.text()));
    shares.keep(signed);
    faults.at(Faults.Point.CERTIFICATE_KEPT);
    return signed;
  }

  private Refreshed collect(KeyCertificate prepared) throws InterruptedException {
    long until = System.nanoTime() + patience.round().toNanos();
    while (true) {
      exchange.fetch(prepared.key());
      var later = shares.inForce(prepared.key()).filter(each -> each.epoch() >= prepared.epoch());
      if (later.isPresent()) {
        return new Refreshed.Done(later.get());
      }
      if (System.nanoTime() > until) {
        return new Refreshed.Prepared(prepared.epoch(), missing(prepared));
      }
      Thread.sleep(PAUSE);
    }
  }

  private List<DaemonId> missing(KeyCertificate prepared) {
    var heard = shares.certificate(prepared.key(), prepared.epoch()).orElse(prepared);
    return peers.all().stream()
        .map(index -> peers.daemon(index).id())
        .filter(daemon -> !heard.signatures().containsKey(daemon.text()))
        .toList();
  }
}
