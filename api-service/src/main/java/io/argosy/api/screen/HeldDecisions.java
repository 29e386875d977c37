package io.argosy.api.screen;

import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.model.BatchId;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What operators decide about held payouts: once for each, all of a call's lines or none. */
public final class HeldDecisions {
  private final Jdbi db;
  private final Clock clock;
  private final Events events;

  /** What becomes of a held payout. */
  public enum Decision {
    RELEASE,
    REJECT
  }

  /** What became of a decision. */
  public sealed interface Answer {
    /** It stands; so many findings are still undecided. */
    record Decided(int undecided) implements Answer {}

    /** There is no such batch. */
    record NoBatch() implements Answer {}

    /** Nothing holds these lines. */
    record NotHeld(Set<Integer> lines) implements Answer {}

    /** The batch is past screening, or these lines were decided otherwise. */
    record TooLate(String what) implements Answer {}
  }

  public HeldDecisions(Jdbi db, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.events = new Events(clock);
  }

  /** Decides; the same again changes nothing. */
  public Answer decide(BatchId batch, Collection<Integer> lines, Decision decision, String who) {
    return db.inTransaction(tx -> decide(tx, batch, new TreeSet<>(lines), decision, who));
  }

  private Answer decide(
      Handle tx, BatchId batch, Set<Integer> lines, Decision decision, String who) {
    var row = BatchRow.locked(tx, batch);
    if (row.isEmpty()) {
      return new Answer.NoBatch();
    }
    var dao = tx.attach(HoldDao.class);
    int[] wanted = lines.stream().mapToInt(Integer::intValue).toArray();
    var holds = dao.holds(batch.text(), wanted);
    var held = holds.stream().map(HoldDao.Hold::line).collect(Collectors.toSet());
    if (!held.containsAll(lines)) {
      var missing = new TreeSet<>(lines);
      missing.removeAll(held);
      return new Answer.NotHeld(missing);
    }
    var decided = decisions(holds);
    if (decided.equals(Set.of(decision.name()))) {
      return new Answer.Decided(dao.undecided(batch.text()));
    }
    if (row.get().state() != BatchState.SCREENING) {
      return new Answer.TooLate("the batch is " + row.get().state());
    }
    decided.removeAll(Set.of("", decision.name()));
    if (!decided.isEmpty()) {
      return new Answer.TooLate("some lines were decided otherwise");
    }
    return store(tx, batch, wanted, decision, who);
  }

  private static Set<String> decisions(List<HoldDao.Hold> holds) {
    return holds.stream()
        .map(HoldDao.Hold::decision)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Answer store(Handle tx, BatchId batch, int[] lines, Decision decision, String who) {
    var dao = tx.attach(HoldDao.class);
    var ids = dao.decide(batch.text(), lines, decision, who, clock.instant());
    var word = decision.name().toLowerCase(Locale.ROOT);
    var kind = decision == Decision.RELEASE ? "PAYOUT_RELEASED" : "PAYOUT_REJECTED";
    events.appendAll(
        tx, batch, kind, ids, ids.stream().map(_ -> who + " decided: " + word).toList());
    int undecided = dao.undecided(batch.text());
    var why =
        undecided == 0 ? "" : "LIMIT_EXCEEDED: " + undecided + " findings wait for an operator";
    BatchRow.waitsFor(tx, batch, why);
    return new Answer.Decided(undecided);
  }
}
