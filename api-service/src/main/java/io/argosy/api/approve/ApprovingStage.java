package io.argosy.api.approve;

import io.argosy.api.Stage;
import io.argosy.api.approve.ApprovalDao.Frozen;
import io.argosy.api.approve.ApprovalDao.Said;
import io.argosy.api.state.BatchMoves;
import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.custodycore.Policy;
import io.argosy.model.BatchId;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Ends the wait for people: enough of them signed for the generation that custody is in, one of
 * them refused, or the statement expired. A batch that custody knows already is never ended here:
 * what was signed for it may be paid, and only the chain says when it cannot be.
 */
public final class ApprovingStage implements Stage {
  private final Jdbi db;
  private final Clock clock;
  private final Policy policy;
  private final GenerationClient custody;
  private final BatchMoves moves;

  public ApprovingStage(Jdbi db, Clock clock, Policy policy, GenerationClient custody) {
    this.db = db;
    this.clock = clock;
    this.policy = policy;
    this.custody = custody;
    this.moves = new BatchMoves(new Events(clock));
  }

  @Override
  public String name() {
    return "approve";
  }

  @Override
  public int run() {
    int moved = 0;
    var now = clock.instant();
    for (var ripe : db.withHandle(handle -> handle.attach(ApprovalDao.class).ripe(now))) {
      moved += judge(ripe);
    }
    return moved;
  }

  private int judge(Frozen frozen) {
    var batch = new BatchId(frozen.batchId());
    var statement = Statement.decode(frozen.body());
    var said =
        db.withHandle(
            handle -> handle.attach(ApprovalDao.class).said(new byte[][] {frozen.hash()}));
    var rejected = said.stream().filter(s -> s.verdict().equals(Verdict.REJECT.name())).findFirst();
    if (rejected.isPresent()) {
      return end(batch, BatchState.REJECTED, "REJECTED_BY_APPROVER: " + rejected.get().keyId());
    }
    if (clock.instant().isAfter(frozen.expiry())) {
      return end(batch, BatchState.EXPIRED, "STATEMENT_EXPIRED: at " + frozen.expiry());
    }
    var complete = complete(statement, said);
    return complete.isEmpty() ? 0 : approve(batch, complete);
  }

  /** Generations for which enough people signed; most often none or one. */
  private List<Long> complete(Statement statement, List<Said> said) {
    return said.stream()
        .map(Said::generation)
        .distinct()
        .filter(
            generation ->
                Standing.of(
                        policy,
                        statement,
                        said.stream()
                            .filter(each -> each.generation() == generation)
                            .map(Said::signature)
                            .toList())
                    .isComplete())
        .toList();
  }

  private int approve(BatchId batch, List<Long> complete) {
    var generation = custody.generation();
    if (generation.isEmpty()) {
      return waitFor(batch, "DEPENDENCY_DOWN: no custody daemon tells its generation");
    }
    if (!complete.contains(generation.get())) {
      return waitFor(
          batch,
          "APPROVALS_MISSING: custody is in generation %d, people signed for %s"
              .formatted(generation.get(), complete));
    }
    return db.inTransaction(
        tx ->
            stands(tx, batch)
                ? move(
                    tx, batch, BatchState.REGISTERING, "people of generation " + generation.get())
                : 0);
  }

  private int end(BatchId batch, BatchState to, String why) {
    return db.inTransaction(
        tx -> {
          if (!stands(tx, batch)) {
            return 0;
          }
          if (BatchRow.knownToCustody(tx, batch)) {
            BatchRow.waitsFor(tx, batch, why);
            return 0;
          }
          return move(tx, batch, to, why);
        });
  }

  private int move(Handle tx, BatchId batch, BatchState to, String why) {
    moves.advance(tx, batch, BatchState.AWAITING_APPROVAL, to, why);
    return 1;
  }

  private static boolean stands(Handle tx, BatchId batch) {
    return BatchRow.locked(tx, batch)
        .filter(row -> row.state() == BatchState.AWAITING_APPROVAL)
        .isPresent();
  }

  private int waitFor(BatchId batch, String why) {
    db.useHandle(handle -> BatchRow.waitsFor(handle, batch, why));
    return 0;
  }
}
