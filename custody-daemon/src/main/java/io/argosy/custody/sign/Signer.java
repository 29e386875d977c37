package io.argosy.custody.sign;

import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.SessionJournal;
import io.argosy.custodycore.SessionJournal.End;
import io.argosy.custodycore.SignOrder;
import io.argosy.custodycore.Why;
import io.argosy.model.Digest32;
import io.argosy.threshold.ManifestEntry;
import io.argosy.threshold.Randomness;
import io.argosy.threshold.Signature;
import io.argosy.threshold.Signing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Signs an order together with the quorum's other members. The gate's permit is durable before the
 * share is touched, and says afterwards how the session ended. A permit whose end is missing at
 * start was cut off: it is never resumed and its request id never used again, so no session id, and
 * with it no nonce and no oblivious transfer, comes twice; fresh randomness of every member goes
 * into the id, so that a restored disk repeats none either. Thread-safe.
 */
public final class Signer {
  /** A round's message of so many signatures stays below the largest that a mailbox keeps. */
  static final int CHUNK = 32;

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
  private final SessionJournal journal;
  private final Shares shares;
  private final Sessions sessions;
  private final Peers peers;
  private final Session.Patience patience;
  private final Randomness random;
  private final Semaphore places = new Semaphore(MOST_SESSIONS);

  public Signer(
      Gate gate,
      SessionJournal journal,
      Shares shares,
      Sessions sessions,
      Peers peers,
      Session.Patience patience,
      Randomness random) {
    this.gate = gate;
    this.journal = journal;
    this.shares = shares;
    this.sessions = sessions;
    this.peers = peers;
    this.patience = patience;
    this.random = random;
  }

  /** Refuses, or signs and answers; what can be refused without using the request id goes first. */
  public Signed sign(SignOrder order) throws InterruptedException {
    if (!places.tryAcquire()) {
      return new Signed.Busy();
    }
    try {
      return switch (shares.find(order.key())) {
        case Shares.Found.Unknown _ ->
            new Signed.Refused(Why.KEY_UNKNOWN, order.key() + " was not made here");
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
    return switch (gate.permit(order)) {
      case Answer.Refused<Gate.Permit>(var why, var detail) -> new Signed.Refused(why, detail);
      case Answer.Granted<Gate.Permit>(var permit) -> {
        var end = End.ABORTED;
        try {
          var signed = signChunks(order, permit, key);
          end = end(signed);
          if (signed instanceof Signed.Done) {
            shares.proved(key.certificate());
          }
          yield signed;
        } finally {
          journal.end(order.request(), end);
        }
      }
    };
  }

  private static End end(Signed signed) {
    return switch (signed) {
      case Signed.Done _ -> End.SIGNED;
      case Signed.Failed(Failure.Desync _) -> End.DESYNC;
      case Signed.Failed(Failure.Stalled _) -> End.STALLED;
      case Signed.Failed(Failure.Quarantined _) -> End.QUARANTINED;
      case Signed.Failed(Failure.Left _), Signed.Failed(Failure.Aborted _) -> End.ABORTED;
      case Signed.Refused _, Signed.Sealed _, Signed.Busy _ -> End.ABORTED;
    };
  }

  private Signed signChunks(SignOrder order, Gate.Permit permit, Shares.Found.Ready key)
      throws InterruptedException {
    var signatures = new ArrayList<Signature>();
    for (int from = 0; from < permit.digests().size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, permit.digests().size());
      var entries =
          permit.digests().subList(from, to).stream()
              .map(digest -> ManifestEntry.ofKeyItself(digest.bytes()))
              .toList();
      switch (signChunk(about(order, permit, key, from / CHUNK), key, entries)) {
        case Result.Done<List<Signature>>(var some) -> signatures.addAll(some);
        case Result.Ended<List<Signature>>(var why) -> {
          return new Signed.Failed(why);
        }
      }
    }
    return new Signed.Done(permit.digests(), List.copyOf(signatures));
  }

  private Session.About about(
      SignOrder order, Gate.Permit permit, Shares.Found.Ready key, int chunk) {
    var parties = order.quorum().stream().map(peers::indexOf).toList();
    return new Session.About(
        "sign/" + order.request() + "/" + chunk,
        order.key(),
        key.certificate().epoch(),
        parties,
        permit.policy(),
        key.certificate().transcript(),
        permit.manifest(),
        patience);
  }

  private Result<List<Signature>> signChunk(
      Session.About about, Shares.Found.Ready key, List<ManifestEntry> entries)
      throws InterruptedException {
    return switch (sessions.agree(about)) {
      case Result.Ended<AgreedSession>(var why) -> new Result.Ended<>(why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          yield session.run(
              new Signing(key.share(), session.id(), about.parties(), entries, random));
        }
      }
    };
  }
}
