package io.argosy.custody;

import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.SignedRoster;
import io.argosy.servicekit.ConfigFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Versions of the roster that a configuration names, for a daemon that the genesis does not list:
 * they are taken at start as over the operator port, unless they are in force already.
 */
final class GivenRosters {
  private GivenRosters() {}

  static void take(List<Path> files, Rosters rosters, Gate gate) throws IOException {
    for (Path file : files) {
      var signed = read(file);
      if (rosters.find(Roster.decode(signed.text()).hash()).isPresent()) {
        continue;
      }
      var answer = gate.take(signed.text(), signed.officers(), rosters.inForce().version());
      if (answer instanceof Answer.Refused<Roster>(var why, var detail)) {
        throw new ConfigFault("next-rosters: %s is refused: %s, %s".formatted(file, why, detail));
      }
    }
  }

  private static SignedRoster read(Path file) throws IOException {
    try {
      return SignedRoster.decode(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new ConfigFault("next-rosters: " + file + " is no roster: " + e.getMessage());
    }
  }
}
