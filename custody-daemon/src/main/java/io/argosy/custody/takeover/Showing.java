package io.argosy.custody.takeover;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Checkpoint;
import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.Takeovers;
import io.argosy.custodycore.Why;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows other daemons what this one agreed to, once the epoch that they wait for is in force here:
 * from then on nothing is signed by an earlier one, so nothing is missing. Thread-safe.
 */
public final class Showing {
  private final Rosters rosters;
  private final IdentityKey identity;
  private final Shares shares;
  private final Takeovers takeovers;
  private final Faults faults;
  private final Set<Integer> asking = ConcurrentHashMap.newKeySet();

  public Showing(
      Rosters rosters, IdentityKey identity, Shares shares, Takeovers takeovers, Faults faults) {
    this.rosters = rosters;
    this.identity = identity;
    this.shares = shares;
    this.takeovers = takeovers;
    this.faults = faults;
  }

  /** What a peer is shown. */
  public sealed interface Shown {
    /** One page. */
    record Page(Checkpoint.Signed signed) implements Shown {}

    /** There is none for it. */
    record Refused(Why why, String detail) implements Shown {}

    /** Another epoch is in force here. */
    record Elsewhere(int epoch) implements Shown {}

    /** It asks for another page already. */
    record TooOften() implements Shown {}
  }

  /**
   * Signs one page for a peer.
   *
   * @param to number of the version in which the epoch is said to stand
   */
  public Shown show(int peer, KeyEpoch key, int to, Place from) {
    var inForce = shares.inForce(key.key());
    if (inForce.isEmpty()) {
      return new Shown.Refused(Why.KEY_UNKNOWN, key.key() + " is not known here");
    }
    if (inForce.get().epoch() < key.epoch() || version(inForce.get()) < to) {
      return new Shown.Elsewhere(inForce.get().epoch());
    }
    if (!asking.add(peer)) {
      return new Shown.TooOften();
    }
    try {
      return switch (takeovers.page(key, to, from)) {
        case Answer.Refused<Takeovers.Said>(var why, var detail) -> new Shown.Refused(why, detail);
        case Answer.Granted<Takeovers.Said>(var said) -> {
          faults.at(Faults.Point.CHECKPOINT_TOLD);
          byte[] text = said.page().encoded();
          yield new Shown.Page(new Checkpoint.Signed(text, identity.sign(text), said.policy()));
        }
      };
    } finally {
      asking.remove(peer);
    }
  }

  private int version(KeyCertificate certificate) {
    return rosters.find(certificate.roster()).orElseThrow().version();
  }
}
