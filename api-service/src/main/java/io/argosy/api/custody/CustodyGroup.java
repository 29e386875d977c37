package io.argosy.api.custody;

import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.util.List;

/**
 * All daemons of a deployment, in the order of the roster.
 *
 * @param roster the version in force
 * @param genesis hash of the roster's version 0
 */
public record CustodyGroup(Roster roster, Digest32 genesis, List<CustodyClient> daemons) {
  public CustodyGroup {
    daemons = List.copyOf(daemons);
    if (!daemons.stream()
        .map(CustodyClient::id)
        .toList()
        .equals(roster.daemons().stream().map(Roster.Daemon::id).toList())) {
      throw new IllegalArgumentException("one client a daemon, in the order of the roster");
    }
  }

  public CustodyClient daemon(DaemonId id) {
    return daemons.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  /** Whether an acknowledgement is this daemon's word about this statement. */
  public boolean holds(Acknowledgement.Signed signed, DaemonId daemon, Digest32 statement) {
    var said = signed.acknowledgement();
    return said.daemon().equals(daemon)
        && said.genesis().equals(genesis)
        && said.statement().equals(statement)
        && roster
            .daemon(daemon)
            .filter(listed -> listed.identity().verifies(said.encoded(), signed.signature()))
            .isPresent();
  }
}
