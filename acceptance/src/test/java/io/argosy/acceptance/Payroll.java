package io.argosy.acceptance;

import io.argosy.cli.demo.PayoutsFile;
import io.argosy.proto.payout.v1.BatchState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One batch whose payouts fall due wave after wave, so that some of it is being signed, sent and
 * followed all the while that something else happens.
 */
final class Payroll {
  private static final Duration WAVE = Duration.ofSeconds(4);
  private static final Duration APPROVALS = Duration.ofSeconds(8);
  private final Whole whole;
  private final Whole.Ordered ordered;

  private Payroll(Whole whole, Whole.Ordered ordered) {
    this.whole = whole;
    this.ordered = ordered;
  }

  /** Answers once people have approved it and it is being paid. */
  static Payroll begin(Whole whole, int payouts, Duration lasting, long seed) throws Exception {
    var file = PayoutsFile.make(payouts, seed);
    var spread = new PayoutsFile(spread(file.text(), lasting), file.recipients());
    var ordered = whole.order(spread, seed);
    whole.approveByAll(ordered.batch());
    var _ = whole.awaitState(ordered.batch(), state -> state == BatchState.BATCH_STATE_EXECUTING);
    return new Payroll(whole, ordered);
  }

  /** Says of each whole line from when on it may be paid; lines that are cut stay as they are. */
  private static String spread(String text, Duration lasting) {
    var lines = text.lines().toList();
    var first = Instant.now().plus(APPROVALS).truncatedTo(ChronoUnit.SECONDS);
    long waves = lasting.dividedBy(WAVE) + 1;
    var out = new StringBuilder(lines.getFirst()).append(",not_before\n");
    for (int i = 1; i < lines.size(); i++) {
      long wave = i * waves / lines.size();
      boolean whole = lines.get(i).chars().filter(each -> each == ',').count() == 4;
      String due = whole ? "," + first.plus(WAVE.multipliedBy(wave)) : "";
      out.append(lines.get(i)).append(due).append('\n');
    }
    return out.toString();
  }

  /** Payouts that are final so far. */
  int paid() {
    return Whole.completed(whole.desk().batch(ordered.batch()));
  }

  /** Whether there is something left to sign or to follow. */
  boolean running() {
    return whole.desk().batch(ordered.batch()).getState() == BatchState.BATCH_STATE_EXECUTING;
  }

  /** Waits for the last payout. */
  Whole.Ordered end() throws InterruptedException {
    var _ = whole.awaitCompleted(ordered.batch());
    return ordered;
  }
}
