package io.argosy.api.freeze;

import io.argosy.api.Stage;
import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.Row;
import io.argosy.api.state.BatchMoves;
import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.custodycore.Policy;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ExternalId;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Freezes what screening accepted; a batch of which nothing is left is rejected. */
public final class FreezingStage implements Stage {
  private final Jdbi db;
  private final Clock clock;
  private final Policy policy;
  private final Settings settings;
  private final BatchMoves moves;

  /**
   * What every statement of this deployment gets.
   *
   * @param life from freeze to expiry; no longer than the policy allows
   * @param maxNetworkFee wei that all transactions of a statement may cost together
   */
  public record Settings(AccountId treasury, Duration life, BigInteger maxNetworkFee) {}

  public FreezingStage(Jdbi db, Clock clock, Policy policy, Settings settings) {
    this.db = db;
    this.clock = clock;
    this.policy = policy;
    this.settings = settings;
    this.moves = new BatchMoves(new Events(clock));
  }

  @Override
  public String name() {
    return "freeze";
  }

  @Override
  public int run() {
    int moved = 0;
    for (var batch : db.withHandle(handle -> handle.attach(FreezeDao.class).judged())) {
      moved += db.inTransaction(tx -> freeze(tx, new BatchId(batch)));
    }
    return moved;
  }

  private int freeze(Handle tx, BatchId batch) {
    var row = BatchRow.locked(tx, batch).orElseThrow();
    if (row.state() != BatchState.SCREENING) {
      return 0;
    }
    var dao = tx.attach(FreezeDao.class);
    var accepted = dao.accepted(batch.text()).stream().map(FreezingStage::row).toList();
    if (accepted.isEmpty()) {
      moves.advance(
          tx, batch, BatchState.SCREENING, BatchState.REJECTED, "no payout passed screening");
      return 1;
    }
    var frozen = Freezing.freeze(accepted, KnownAsset.of(policy), terms(row));
    store(dao, batch, frozen);
    moves.advance(
        tx,
        batch,
        BatchState.SCREENING,
        BatchState.AWAITING_APPROVAL,
        frozen.leaves().size() + " payouts in statement " + frozen.statement().hash());
    BatchRow.waitsFor(tx, batch, "MAKER_MISSING: " + row.maker());
    return 1;
  }

  private void store(FreezeDao dao, BatchId batch, FrozenBatch frozen) {
    var statement = frozen.statement();
    dao.insert(
        statement.hash().bytes(),
        batch.text(),
        statement.encoded(),
        statement.expiry(),
        clock.instant());
    int[] lines = frozen.lines().stream().mapToInt(Integer::intValue).toArray();
    int numbered = dao.number(batch.text(), lines);
    if (numbered != lines.length) {
      throw new IllegalStateException(numbered + " of " + lines.length + " payouts got a leaf");
    }
  }

  private Terms terms(BatchRow batch) {
    var notBefore = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new Terms(
        policy.genesis(),
        batch.id(),
        batch.client(),
        batch.maker(),
        settings.treasury(),
        policy.executorVersion(),
        Statement.Mode.BEST_EFFORT,
        policy.number(),
        settings.maxNetworkFee(),
        notBefore,
        notBefore.plus(settings.life()));
  }

  /** What a leaf does not hold, region, reference and times, is left out: nobody signs it. */
  private static Row row(FreezeDao.Accepted payout) {
    return new Row(
        payout.line(),
        new ExternalId(payout.externalId()),
        Address.parse(payout.recipient()),
        new Amount(AssetId.parse(payout.asset()), new BigInteger(payout.amount())),
        Route.valueOf(payout.route()),
        false,
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
