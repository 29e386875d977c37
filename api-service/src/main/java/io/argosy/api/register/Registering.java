package io.argosy.api.register;

import io.argosy.api.Stage;
import io.argosy.api.custody.CustodyClient;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.custodycore.Policy;
import io.argosy.model.BatchId;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Has every daemon register approved statements, all daemons at once and each at its own pace. A
 * batch goes on when enough of them acknowledged it; daemons that were away are asked later, so
 * that in the end all know it.
 */
public final class Registering implements Stage {
  private final Ground ground;
  private final CustodyGroup custody;
  private final Duration patience;
  private final Asking asking;
  private final Rounds rounds;

  /**
   * @param policy zone A's own copy; it says which people's signatures are of use
   * @param patience how long a batch that enough daemons acknowledged waits for the others
   */
  public Registering(
      Ground ground,
      CustodyGroup custody,
      Policy policy,
      StatementStore statements,
      Duration patience) {
    this.ground = ground;
    this.custody = custody;
    this.patience = patience;
    this.asking = new Asking(ground, custody, policy, statements);
    this.rounds = new Rounds(ground.clock());
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public int run() {
    int daemons = custody.daemons().size();
    var now = ground.clock().instant();
    var open = ground.db().withExtension(RegisterDao.class, dao -> dao.open(now, daemons));
    rounds.keepOnly(open);
    open.forEach(this::askMissing);
    int moved = 0;
    for (var batch : open) {
      if (batch.state() == BatchState.REGISTERING) {
        moved += judge(batch);
      }
    }
    return moved;
  }

  private void askMissing(RegisterDao.Open batch) {
    for (var daemon : custody.daemons()) {
      if (!batch.acknowledged().contains(daemon.id().text())) {
        rounds.start(batch, daemon, () -> asking.ask(batch, daemon));
      }
    }
  }

  private int judge(RegisterDao.Open batch) {
    int acknowledged = batch.acknowledged().size();
    int threshold = custody.roster().threshold();
    int others = custody.daemons().size() - threshold;
    boolean all = acknowledged >= custody.roster().fullAcknowledgements();
    boolean enough = acknowledged >= threshold && rounds.quietFor(batch, patience);
    if (all || enough) {
      return advance(
          batch, BatchState.EXECUTING, "registered by " + String.join(", ", batch.acknowledged()));
    }
    var again = rounds.refusedUntilApprovedAgain(batch);
    if (again.size() > others) {
      rounds.forget(batch);
      return advance(batch, BatchState.AWAITING_APPROVAL, String.join("; ", again));
    }
    ground.db().useTransaction(tx -> say(tx, batch));
    return 0;
  }

  private void say(Handle tx, RegisterDao.Open batch) {
    var missing =
        custody.daemons().stream()
            .map(CustodyClient::id)
            .filter(id -> !batch.acknowledged().contains(id.text()))
            .toList();
    rounds
        .why(batch, missing)
        .ifPresent(
            why ->
                ground
                    .waits()
                    .say(tx, new BatchId(batch.batchId()), name(), why.reason(), why.detail()));
  }

  private int advance(RegisterDao.Open batch, BatchState to, String why) {
    var id = new BatchId(batch.batchId());
    ground
        .db()
        .useTransaction(
            tx -> {
              ground.batches().advance(tx, id, BatchState.REGISTERING, to, why);
              ground.waits().end(tx, List.of(id), name());
            });
    ground.faults().at(Faults.Point.BATCH_REGISTERED);
    return 1;
  }
}
