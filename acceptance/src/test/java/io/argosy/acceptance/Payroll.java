package io.argosy.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The main job, batch after batch, while something else happens. */
final class Payroll {
  private static final int PAYOUTS = 150;
  private final Whole whole;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final List<Whole.Ordered> paid = new ArrayList<>();
  private final Thread thread;

  Payroll(Whole whole, long firstSeed) {
    this.whole = whole;
    this.thread = Thread.ofVirtual().start(() -> pay(firstSeed));
  }

  private void pay(long firstSeed) {
    try {
      for (long seed = firstSeed; !over.get(); seed++) {
        var ordered = whole.order(PAYOUTS, seed);
        whole.approveByAll(ordered.batch());
        var _ = whole.awaitCompleted(ordered.batch());
        add(ordered);
      }
    } catch (Exception | AssertionError e) {
      fault.set(e);
    }
  }

  private synchronized void add(Whole.Ordered ordered) {
    paid.add(ordered);
  }

  /** Payouts that are final so far. */
  synchronized int payouts() {
    return paid.stream().mapToInt(Whole.Ordered::accepted).sum();
  }

  /** Ends with the batch that runs; throws what stopped it earlier. */
  synchronized List<Whole.Ordered> paid() {
    return List.copyOf(paid);
  }

  List<Whole.Ordered> end() throws InterruptedException {
    over.set(true);
    thread.join();
    if (fault.get() != null) {
      throw new AssertionError("the main job stopped", fault.get());
    }
    return paid();
  }
}
