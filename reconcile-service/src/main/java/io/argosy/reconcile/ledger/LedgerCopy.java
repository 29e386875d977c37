package io.argosy.reconcile.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Copies the ledger's rows, each once, in the order of their positions. What was read stays, so
 * that a ledger that is changed later still stands against what it once said.
 */
public final class LedgerCopy {
  private final LedgerClient ledger;
  private final Jdbi db;
  private final Clock clock;

  public LedgerCopy(LedgerClient ledger, Jdbi db, Clock clock) {
    this.ledger = ledger;
    this.db = db;
    this.clock = clock;
  }

  /** Reads on to the ledger's end; every chunk is stored whole. */
  public LedgerClient.SelfCheck run() throws IOException {
    var selfCheck = ledger.selfCheck();
    Instant now = clock.instant();
    ledger.outcomes(
        db.withHandle(LedgerDao::lastOutcome),
        rows -> db.useTransaction(tx -> LedgerDao.storeOutcomes(tx, rows, now)));
    ledger.fees(
        db.withHandle(LedgerDao::lastFee),
        rows -> db.useTransaction(tx -> LedgerDao.storeFees(tx, rows, now)));
    return selfCheck;
  }
}
