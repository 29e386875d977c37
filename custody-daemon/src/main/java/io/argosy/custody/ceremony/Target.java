package io.argosy.custody.ceremony;

import io.argosy.custody.session.Session;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where the shares of a key are to stand next, and who takes part.
 *
 * @param standing what is in force
 * @param to the version of the roster whose daemons are to hold the key
 * @param parties everybody's index, rising: who holds the key afterwards, and who leaves it
 */
record Target(
    KeyCertificate standing, Roster to, List<Integer> parties, String name, Digest32 subject) {
  /** New shares for the same daemons. */
  static Target refresh(KeyCertificate standing, Roster roster) {
    var subject = Digest32.sha256("argosy refresh 1\n".getBytes(StandardCharsets.US_ASCII));
    String name = "refresh/" + standing.key();
    return new Target(standing, roster, roster.indexes(), name, subject);
  }

  /**
   * The same key for the daemons of a later version.
   *
   * @param without daemons that leave the key and take no part, because they are lost
   */
  static Target handover(
      KeyCertificate standing, Roster from, Roster to, Collection<DaemonId> without) {
    byte[] title = "argosy reshare 1\n".getBytes(StandardCharsets.US_ASCII);
    var subject = Digest32.sha256(title, from.hash().bytes(), to.hash().bytes());
    var parties = new ArrayList<>(to.indexes());
    from.daemons().stream()
        .filter(daemon -> to.daemon(daemon.id()).isEmpty() && !without.contains(daemon.id()))
        .map(Roster.Daemon::index)
        .forEach(parties::add);
    var rising = parties.stream().sorted().toList();
    return new Target(standing, to, rising, "reshare/" + standing.key(), subject);
  }

  Session.About about(Session.Patience patience) {
    return new Session.About(
        name,
        standing.key(),
        standing.epoch(),
        to.hash(),
        parties,
        0,
        standing.transcript(),
        subject,
        patience);
  }

  /** Whether a party holds the key afterwards. */
  boolean holds(int party) {
    return to.daemon(party).isPresent();
  }
}
