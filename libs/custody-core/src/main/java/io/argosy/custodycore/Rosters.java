package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chain of a deployment's rosters, from the genesis to the version in force; an officers'
 * quorum of each signed the next. A key stands in the version whose daemons hold its shares, until
 * it is handed over. Thread-safe.
 */
public final class Rosters {
  private volatile List<Roster> versions;

  private Rosters(List<Roster> versions) {
    this.versions = versions;
  }

  /** The chain that a genesis begins, before any other version is taken. */
  public static Rosters of(Roster genesis) {
    if (genesis.version() != 0) {
      throw new IllegalArgumentException("a chain begins with version 0");
    }
    return new Rosters(List.of(genesis));
  }

  /**
   * The chain that files hold, for who has no journal: each version after the genesis is checked as
   * a daemon checks it.
   *
   * @throws IllegalArgumentException where a file is no roster or does not follow the one before
   */
  public static Rosters read(Path genesis, List<Path> later) throws IOException {
    var chain = of(Roster.decode(Files.readAllBytes(genesis)));
    for (Path file : later) {
      var signed = SignedRoster.decode(Files.readAllBytes(file));
      var next = Roster.decode(signed.text());
      try {
        // Whoever reads files has no part in raising generations, and holds no key.
        new RosterChecks(chain, 0).next(next, signed.officers(), chain.inForce().version());
      } catch (Denial e) {
        var refused = e.<Roster>answer();
        throw new IllegalArgumentException(
            file + ": " + refused.why() + ", " + refused.detail(), e);
      }
      chain.add(next);
    }
    return chain;
  }

  /** The chain as far as a daemon has taken it; what its journal holds was checked then. */
  public static Rosters of(Roster genesis, Journal journal) {
    var chain = of(genesis);
    journal.rosters().all().forEach(chain::add);
    return chain;
  }

  void add(Roster next) {
    if (!next.previous().equals(inForce().hash()) || next.version() != inForce().version() + 1) {
      throw new IllegalArgumentException("version " + next.version() + " does not follow");
    }
    var longer = new ArrayList<>(versions);
    longer.add(next);
    versions = List.copyOf(longer);
  }

  /** Names the deployment, for ever. */
  public Digest32 genesis() {
    return versions.getFirst().hash();
  }

  /** The highest version: its officers decide, and its daemons are to hold every key. */
  public Roster inForce() {
    return versions.getLast();
  }

  /** The version of a hash. */
  public Optional<Roster> find(Digest32 hash) {
    return versions.stream().filter(each -> each.hash().equals(hash)).findFirst();
  }

  /** A version and all after it. */
  public List<Roster> since(int version) {
    return versions.stream().filter(each -> each.version() >= version).toList();
  }

  /** The highest version that lists a daemon. */
  public Optional<Roster> listing(DaemonId id) {
    return versions.reversed().stream().filter(each -> each.daemon(id).isPresent()).findFirst();
  }

  /** A daemon as the highest version that lists it says. */
  public Optional<Roster.Daemon> daemon(DaemonId id) {
    return listing(id).flatMap(each -> each.daemon(id));
  }
}
