package io.argosy.custody.session;

import io.argosy.custody.session.Session.About;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.model.Digest32;
import io.argosy.threshold.Randomness;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Opens sessions with other daemons by a signed round 0, in which all must say the same and bring
 * fresh randomness; the session's id hashes all of it. Thread-safe.
 */
public final class Sessions {
  private final Digest32 genesis;
  private final IdentityKey identity;
  private final Peers peers;
  private final Mailbox mailbox;
  private final Quarantine quarantine;
  private final Pairs pairs;
  private final Randomness random;
  private final Faults faults;

  public Sessions(
      Digest32 genesis,
      IdentityKey identity,
      Peers peers,
      Mailbox mailbox,
      Quarantine quarantine,
      Pairs pairs,
      Randomness random,
      Faults faults) {
    this.genesis = genesis;
    this.identity = identity;
    this.peers = peers;
    this.mailbox = mailbox;
    this.quarantine = quarantine;
    this.pairs = pairs;
    this.random = random;
    this.faults = faults;
  }

  /** Runs round 0. The caller closes what it is given, whatever follows. */
  public Result<AgreedSession> agree(About about) throws InterruptedException {
    var members = about.parties().stream().map(party -> peers.daemon(party).id()).toList();
    var kept = quarantine.among(members);
    if (kept.isPresent()) {
      return new Result.Ended<>(new Failure.Quarantined(kept.get()));
    }
    var used = about.pairs().keySet().stream().map(party -> peers.daemon(party).id()).toList();
    var spoiled = pairs.spoiledAmong(about.keyEpoch(), used);
    if (spoiled.isPresent()) {
      return new Result.Ended<>(new Failure.Unready(spoiled.get()));
    }
    var exchange = Exchange.open(peers, mailbox, about.name(), about.parties(), faults);
    boolean agreed = false;
    try {
      var result = agree(about, exchange);
      agreed = result instanceof Result.Done;
      return result;
    } finally {
      if (!agreed) {
        exchange.leave();
      }
    }
  }

  private Result<AgreedSession> agree(About about, Exchange exchange) throws InterruptedException {
    var mine = opening(about);
    byte[] signed = mine.signed(identity);
    return switch (exchange.swap(exchange.toAll(signed), about.patience().opening())) {
      case Exchange.Round.Stalled(int party) ->
          new Result.Ended<>(new Failure.Stalled(peers.daemon(party).id()));
      case Exchange.Round.Left(int party) ->
          new Result.Ended<>(new Failure.Left(peers.daemon(party).id()));
      case Exchange.Round.Complete(var received) -> compare(about, exchange, mine, received);
    };
  }

  private Result<AgreedSession> compare(
      About about, Exchange exchange, Opening mine, Map<Integer, byte[]> received) {
    var all = new TreeMap<Integer, byte[]>();
    all.put(mine.party(), mine.encoded());
    for (var message : received.entrySet()) {
      var sender = peers.daemon(message.getKey());
      var theirs = Opening.read(message.getValue(), sender);
      var difference =
          theirs.isEmpty()
              ? Optional.of("no opening that it signed")
              : mine.difference(theirs.get());
      if (difference.isPresent()) {
        return new Result.Ended<>(new Failure.Desync(sender.id(), difference.get()));
      }
      all.put(message.getKey(), theirs.orElseThrow().encoded());
    }
    var id = Digest32.sha256(all.values().toArray(byte[][]::new));
    faults.at(Faults.Point.AGREED, id.bytes());
    return new Result.Done<>(new AgreedSession(about, id, exchange, peers, quarantine));
  }

  private Opening opening(About about) {
    String quorum = about.parties().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return new Opening(
        about.name(),
        genesis,
        about.roster(),
        about.key(),
        about.epoch(),
        quorum,
        about.policy(),
        about.setup(),
        Opening.pairs(about.pairs()),
        about.subject(),
        peers.self(),
        Digest32.of(random.bytes(32)));
  }
}
