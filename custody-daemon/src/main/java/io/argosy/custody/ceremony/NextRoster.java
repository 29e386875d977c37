package io.argosy.custody.ceremony;

import io.argosy.custody.session.Peers;
import io.argosy.custody.share.Shares;
import io.argosy.custody.takeover.TakingOver;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.PersonSignature;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the next version of the roster while the daemon runs. Keys stay with the daemons that hold
 * them until they are handed over. Thread-safe.
 */
public final class NextRoster {
  private static final Logger LOG = LoggerFactory.getLogger(NextRoster.class);
  private final Gate gate;
  private final Rosters rosters;
  private final Shares shares;
  private final Peers peers;
  private final TakingOver takingOver;

  public NextRoster(Gate gate, Rosters rosters, Shares shares, Peers peers, TakingOver takingOver) {
    this.gate = gate;
    this.rosters = rosters;
    this.shares = shares;
    this.peers = peers;
    this.takingOver = takingOver;
  }

  /** Durable when this answers, and in force. */
  public Answer<Roster> take(byte[] text, List<PersonSignature> officers) throws IOException {
    int oldest = takingOver.oldestRoster().orElse(rosters.inForce().version());
    var answer = gate.take(text, officers, oldest);
    if (answer instanceof Answer.Granted<Roster>(var roster)) {
      LOG.info("version {} of the roster is in force: {}", roster.version(), roster.hash());
      shares.rosterTaken();
      peers.follow(takingOver.oldestRoster().orElse(0));
    }
    return answer;
  }

  /**
   * Peers in whose versions no key stands any more are let go; a daemon that knows no key yet may
   * hear of one from any. Called every second.
   */
  public void follow() {
    try {
      peers.follow(takingOver.oldestRoster().orElse(0));
    } catch (IOException e) {
      LOG.error("a peer cannot be reached for want of this daemon's certificate", e);
    }
  }
}
