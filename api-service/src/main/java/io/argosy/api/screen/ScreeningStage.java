package io.argosy.api.screen;

import io.argosy.api.Stage;
import io.argosy.api.screen.FindingDao.Found;
import io.argosy.api.screen.FindingDao.Unscreened;
import io.argosy.api.state.BatchMoves;
import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.custodycore.Policy;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Judges every payout of a received batch; without fresh prices the batch waits. */
public final class ScreeningStage implements Stage {
  private final Jdbi db;
  private final Clock clock;
  private final Policy policy;
  private final Rules rules;
  private final FiatRule fiat;
  private final Duration life;
  private final Events events;
  private final BatchMoves moves;

  /**
   * Makes the stage.
   *
   * @param life of the statements that are frozen here
   */
  public ScreeningStage(
      Jdbi db, Clock clock, Policy policy, AccountId treasury, FiatRule fiat, Duration life) {
    this.db = db;
    this.clock = clock;
    this.policy = policy;
    this.rules = new Rules(policy, treasury);
    this.fiat = fiat;
    this.life = life;
    this.events = new Events(clock);
    this.moves = new BatchMoves(events);
  }

  @Override
  public String name() {
    return "screen";
  }

  @Override
  public int run() {
    return takeUp() + judgeAll();
  }

  private int takeUp() {
    return db.inTransaction(
        tx -> {
          var drafts = BatchRow.in(tx, BatchState.DRAFT);
          for (var draft : drafts) {
            moves.advance(
                tx, draft.id(), BatchState.DRAFT, BatchState.SCREENING, "its payouts are screened");
          }
          return drafts.size();
        });
  }

  private int judgeAll() {
    int judged = 0;
    for (var batch : db.withHandle(handle -> handle.attach(FindingDao.class).unscreened())) {
      judged += judge(batch);
    }
    return judged;
  }

  private int judge(Unscreened waiting) {
    var batch = new BatchId(waiting.batchId());
    if (!clock.instant().isBefore(policy.ends())) {
      waitFor(batch, "POLICY_ENDED: policy " + policy.number() + " ended at " + policy.ends());
      return 0;
    }
    return switch (fiat.prices(waiting.assets().stream().map(AssetId::parse).toList())) {
      case Prices.Stale(var pairs) -> {
        waitFor(batch, "QUOTE_STALE: " + String.join(", ", pairs));
        yield 0;
      }
      case Prices.Fresh(var ceilings) -> db.inTransaction(tx -> judge(tx, batch, ceilings));
    };
  }

  private void waitFor(BatchId batch, String why) {
    db.useHandle(handle -> BatchRow.waitsFor(handle, batch, why));
  }

  private int judge(Handle tx, BatchId batch, Map<AssetId, Prices.Ceiling> ceilings) {
    var row = BatchRow.locked(tx, batch);
    if (row.isEmpty() || row.get().state() != BatchState.SCREENING) {
      return 0;
    }
    var now = clock.instant();
    var dao = tx.attach(FindingDao.class);
    rules.judge(tx, batch, ceilings, now.plus(life), now);
    tell(tx, batch, dao.found(batch.text()));
    dao.screened(batch.text(), now);
    return 1;
  }

  private void tell(Handle tx, BatchId batch, List<Found> found) {
    var rejected = found.stream().filter(f -> f.verdict().equals("REJECT")).toList();
    var held = found.stream().filter(f -> f.verdict().equals("HOLD")).toList();
    append(tx, batch, "PAYOUT_REJECTED", rejected);
    append(tx, batch, "PAYOUT_HELD", held);
    var why =
        held.isEmpty()
            ? ""
            : "LIMIT_EXCEEDED: " + held.size() + " held payouts wait for an operator";
    BatchRow.waitsFor(tx, batch, why);
  }

  private void append(Handle tx, BatchId batch, String kind, List<Found> found) {
    events.appendAll(
        tx,
        batch,
        kind,
        found.stream().map(Found::externalId).toList(),
        found.stream().map(Found::reason).toList());
  }
}
