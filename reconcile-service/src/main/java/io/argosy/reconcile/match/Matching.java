package io.argosy.reconcile.match;

import io.argosy.model.AssetId;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import io.argosy.reconcile.finding.Breaks;
import io.argosy.reconcile.finding.Origin;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Compares all that has no counterpart yet: payments with the ledger's outcomes, lanes' costs with
 * its fees, and the ledger with itself. What agrees is marked and never looked at again; what
 * differs is told until it agrees.
 */
public final class Matching {
  private final Jdbi db;
  private final AssetId coin;
  private final Duration bookingLag;
  private final Clock clock;

  public Matching(Jdbi db, AssetId coin, Duration bookingLag, Clock clock) {
    this.db = db;
    this.coin = coin;
    this.bookingLag = bookingLag;
    this.clock = clock;
  }

  /**
   * Compares once.
   *
   * @param unbalanced postings of the ledger whose entries do not sum to zero
   * @param missing final shards without their posting
   */
  public void run(long unbalanced, long missing) {
    Instant now = clock.instant();
    Instant lagEnd = now.minus(bookingLag);
    db.useTransaction(
        tx -> {
          var found = new ArrayList<Break>();
          found.addAll(outcomes(tx, lagEnd, now));
          found.addAll(fees(tx, lagEnd, now));
          found.addAll(invariants(tx, unbalanced, missing, now));
          Breaks.settle(tx, Origin.LEDGER, found, now);
        });
  }

  private static List<Break> outcomes(Handle tx, Instant lagEnd, Instant now) {
    var payments = OutcomeDao.openPayments(tx, lagEnd);
    var rows = OutcomeDao.openRows(tx);
    var allowance =
        new LedgerMatch.Allowance(
            payments.young(),
            OutcomeDao.ahead(tx, lagEnd),
            OutcomeDao.reported(tx),
            OutcomeDao.booked(tx));
    var result = LedgerMatch.of(payments.all(), rows, allowance);
    OutcomeDao.mark(tx, result.matched(), now);
    return result.breaks();
  }

  private List<Break> fees(Handle tx, Instant lagEnd, Instant now) {
    var costs = FeeDao.openCosts(tx, lagEnd);
    var allowance = new FeeMatch.Allowance(costs.young(), FeeDao.ahead(tx, lagEnd));
    var result = FeeMatch.of(coin, costs.all(), FeeDao.openRows(tx), allowance);
    FeeDao.mark(tx, result.matched(), now);
    return result.breaks();
  }

  /** A shard may be final a moment before its posting; beyond the lag that is a break. */
  private List<Break> invariants(Handle tx, long unbalanced, long missing, Instant now) {
    var found = new ArrayList<Break>();
    if (unbalanced > 0) {
      found.add(invariant("unbalanced postings", unbalanced, "entries that do not sum to zero"));
    }
    Instant since = FeeDao.missingSince(tx, missing > 0, now);
    if (missing > 0 && !since.plus(bookingLag).isAfter(now)) {
      found.add(invariant("missing postings", missing, "final shards without their posting"));
    }
    return found;
  }

  private static Break invariant(String subject, long count, String why) {
    return new Break(
        BreakClass.LEDGER_INVARIANT,
        subject,
        Optional.empty(),
        Optional.empty(),
        BigInteger.ZERO,
        BigInteger.valueOf(count),
        0,
        "the ledger tells of " + why);
  }
}
