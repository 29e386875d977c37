package io.argosy.custodycore;

import io.argosy.model.PersonSignature;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Versions of the roster after the genesis, with the officers' signatures; rows are added and never
 * change. Every method is one transaction of the journal.
 */
final class RosterJournal {
  private final Journal lock;
  private final Handle db;

  RosterJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  void keep(Roster roster, List<PersonSignature> officers, Instant now) {
    synchronized (lock) {
      db.execute(
          "INSERT INTO roster VALUES (?, ?, ?, ?)",
          roster.version(),
          roster.encoded(),
          SignatureLines.encode(officers),
          now.toString());
    }
  }

  /** All of them, rising. */
  List<Roster> all() {
    synchronized (lock) {
      return db.createQuery("SELECT body FROM roster ORDER BY version")
          .mapTo(byte[].class)
          .map(Roster::decode)
          .list();
    }
  }
}
