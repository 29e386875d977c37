package io.argosy.custody.serve;

import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import java.util.ArrayList;
import java.util.List;

/** Names of daemons, on the wire. */
final class RosterWire {
  private RosterWire() {}

  /** Daemons that were listed before and are not any more. */
  static List<DaemonId> leaving(Rosters rosters, List<String> names) {
    var all = new ArrayList<DaemonId>();
    for (String name : names) {
      var daemon =
          rosters.since(0).stream()
              .flatMap(each -> each.daemons().stream())
              .filter(each -> each.id().text().equals(name))
              .findFirst()
              .orElseThrow(() -> Refusals.invalid("without", "a daemon that leaves the key"));
      if (rosters.inForce().daemon(daemon.id()).isPresent()) {
        throw Refusals.invalid("without", name + " is to hold the key, and must take part");
      }
      all.add(daemon.id());
    }
    return List.copyOf(all);
  }
}
