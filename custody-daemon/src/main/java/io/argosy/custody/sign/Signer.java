package io.argosy.custody.sign;

import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Pairs;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.SessionJournal;
import io.argosy.custodycore.SessionJournal.End;
import io.argosy.custodycore.SignOrder;
import io.argosy.custodycore.Why;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.ManifestEntry;
import io.argosy.threshold.Randomness;
import io.argosy.threshold.Signature;
import io.argosy.threshold.Signing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Signs an order together with the quorum's other members. The gate's permit is durable before the
 * share is touched, and says afterwards how the session ended. A permit whose end is missing at
 * start was cut off: it is never resumed, its request id never used again, and the transfers with
 * its other members are set up again, so no session id, and with it no nonce and no oblivious
 * transfer, comes twice; fresh randomness of every member goes into the id, so that a restored disk
 * repeats none either. Thread-safe.
 */
public final class Signer {
  /** A round's message of so many signatures stays below the largest that a mailbox keeps. */
  static final int CHUNK = 64;

  /** Sessions at a time; each may hold some 10 MB. */
  private static final int MOST_SESSIONS = 8;

  /** What became of an order. */
  public sealed interface Signed {
    /** One signature a digest, in the order of the intents. */
    record Done(List<Digest32> digests, List<Signature> signatures) implements Signed {}

    /** The gate says no. */
    record Refused(Why why, String detail) implements Signed {}

    /** The share is not in memory. */
    record Sealed(String cause) implements Signed {}

    /** Too many sessions run already. */
    record Busy() implements Signed {}

    /** The session gave nothing. */
    record Failed(Failure why) implements Signed {}
  }

  private final Gate gate;
  private final Rosters rosters;
  private final SessionJournal journal;
  private final Shares shares;
  private final Sessions sessions;
  private final Pairs pairs;
  private final Peers peers;
  private final Session.Patience patience;
  private final Randomness random;
  private final Faults faults;
  private final Semaphore places = new Semaphore(MOST_SESSIONS);

  public Signer(
      Gate gate,
      Rosters rosters,
      SessionJournal journal,
      Shares shares,
      Sessions sessions,
      Pairs pairs,
      Peers peers,
      Session.Patience patience,
      Randomness random,
      Faults faults) {
    this.gate = gate;
    this.rosters = rosters;
    this.journal = journal;
    this.shares = shares;
    this.sessions = sessions;
    this.pairs = pairs;
    this.peers = peers;
    this.patience = patience;
    this.random = random;
    this.faults = faults;
  }

  /** Refuses, or signs and answers; what can be refused without using the request id goes first. */
  public Signed sign(SignOrder order) throws InterruptedException {
    if (!places.tryAcquire()) {
      return new Signed.Busy();
    }
    try {
      return switch (shares.find(order.key())) {
        case Shares.Found.Unknown _ ->
            new Signed.Refused(Why.KEY_UNKNOWN, order.key() + " is not held here");
        case Shares.Found.Sealed(var cause) -> new Signed.Sealed(cause);
        case Shares.Found.Ready key -> {
          try (key) {
            yield permitted(order, key);
          }
        }
      };
    } finally {
      places.release();
    }
  }

  private Signed permitted(SignOrder order, Shares.Found.Ready key) throws InterruptedException {
    var certificate = key.certificate();
    var standing = rosters.find(certificate.roster()).orElseThrow();
    return switch (gate.permit(order, certificate.epoch(), standing)) {
      case Answer.Refused<Gate.Permit>(var why, var detail) -> new Signed.Refused(why, detail);
      case Answer.Granted<Gate.Permit>(var permit) -> {
        faults.at(Faults.Point.PERMIT_KEPT);
        var end = End.ABORTED;
        try {
          var signed = stands(key) ? signed(order, permit, key) : handedOver();
          end = end(signed);
          if (signed instanceof Signed.Done) {
            shares.proved(certificate);
          }
          yield signed;
        } finally {
          journal.end(order.request(), end);
          faults.at(Faults.Point.END_KEPT);
        }
      }
    };
  }

  /**
   * A key that was handed over before the permit was durable is not used, for whoever took over
   * what stands in this journal may have read it before.
   */
  private boolean stands(Shares.Found.Ready key) {
    return shares
        .inForce(key.certificate().key())
        .filter(now -> now.roster().equals(key.certificate().roster()))
        .isPresent();
  }

  private Signed handedOver() {
    var self = peers.daemon(peers.self()).id();
    return new Signed.Failed(new Failure.Desync(self, "the epoch: the key was just handed over"));
  }

  private static End end(Signed signed) {
    return switch (signed) {
      case Signed.Done _ -> End.SIGNED;
      case Signed.Failed(Failure.Desync _) -> End.DESYNC;
      case Signed.Failed(Failure.Stalled _) -> End.STALLED;
      case Signed.Failed(Failure.Quarantined _) -> End.QUARANTINED;
      case Signed.Failed(Failure.Unready _) -> End.UNREADY;
      case Signed.Failed(Failure.Left _), Signed.Failed(Failure.Aborted _) -> End.ABORTED;
      case Signed.Refused _, Signed.Sealed _, Signed.Busy _ -> End.ABORTED;
    };
  }

  /** One round 0 for the whole manifest, before any nonce's point is seen; then part by part. */
  private Signed signed(SignOrder order, Gate.Permit permit, Shares.Found.Ready key)
      throws InterruptedException {
    return switch (sessions.agree(about(order, permit, key))) {
      case Result.Ended<AgreedSession>(var why) -> {
        if (why instanceof Failure.Desync desync && desync.ofTheirPair()) {
          spoil(order.key(), key, desync.peer());
        }
        yield new Signed.Failed(why);
      }
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          yield signParts(session, permit.digests(), key);
        }
      }
    };
  }

  /** Unless they were set up again while this session began. */
  private void spoil(KeyId id, Shares.Found.Ready used, DaemonId peer) {
    int index = peers.indexOf(peer);
    if (!(shares.find(id) instanceof Shares.Found.Ready now)) {
      return;
    }
    try (now) {
      if (Arrays.equals(now.share().setup(index), used.share().setup(index))) {
        var key = new KeyEpoch(id, used.certificate().epoch());
        pairs.spoil(key, peer, "the two hold different ones");
      }
    }
  }

  private Session.About about(SignOrder order, Gate.Permit permit, Shares.Found.Ready key) {
    var parties = order.quorum().stream().map(peers::indexOf).toList();
    var held = new TreeMap<Integer, Digest32>();
    for (int party : parties) {
      if (party != peers.self()) {
        held.put(party, Digest32.of(key.share().setup(party)));
      }
    }
    return new Session.About(
        "sign/" + order.request(),
        order.key(),
        key.certificate().epoch(),
        key.certificate().roster(),
        parties,
        permit.policy(),
        key.certificate().transcript(),
        held,
        permit.manifest(),
        patience);
  }

  private Signed signParts(AgreedSession session, List<Digest32> all, Shares.Found.Ready key)
      throws InterruptedException {
    var signatures = new ArrayList<Signature>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      var some = all.subList(from, Math.min(from + CHUNK, all.size()));
      var entries = some.stream().map(digest -> ManifestEntry.ofKeyItself(digest.bytes())).toList();
      byte[] id = session.id(from / CHUNK);
      switch (session.run(new Signing(key.share(), id, session.parties(), entries, random))) {
        case Result.Done<List<Signature>>(var more) -> signatures.addAll(more);
        case Result.Ended<List<Signature>>(var why) -> {
          return new Signed.Failed(why);
        }
      }
    }
    return new Signed.Done(all, List.copyOf(signatures));
  }
}
