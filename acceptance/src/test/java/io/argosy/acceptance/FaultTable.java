package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.KeyStoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** What was done to one daemon's key store, what its status said, and how it came back. */
final class FaultTable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** How far a fault is let go before it is mended. */
  enum Depth {
    /** Until status says it; shares stay in memory. */
    DEGRADED,
    /** Until the shares are wiped. */
    SEALED
  }

  private final Host host;
  private final Depth depth;
  private final Callable<Integer> paid;
  private final List<String> rows = new ArrayList<>();

  FaultTable(Host host, Depth depth, Callable<Integer> paid) {
    this.host = host;
    this.depth = depth;
    this.paid = paid;
  }

  /** Something that a test does to a store. */
  interface Step {
    void run() throws Exception;
  }

  private GetStatusResponse await(Predicate<GetStatusResponse> wanted) throws Exception {
    var end = Instant.now().plus(PATIENCE);
    var status = host.status().answer(GetStatusResponse.class);
    while (!wanted.test(status)) {
      assertThat(Instant.now()).as("status stays: " + status).isBefore(end);
      Thread.sleep(50);
      status = host.status().answer(GetStatusResponse.class);
    }
    return status;
  }

  /** Waits until status says so. */
  void sees(KeyStoreState state, String cause) throws Exception {
    var _ =
        await(
            status -> status.getKeyStore() == state && status.getKeyStoreCause().startsWith(cause));
  }

  /** Waits until status blames this, whatever it does about it. */
  void sees(String cause) throws Exception {
    var _ = await(status -> status.getKeyStoreCause().startsWith(cause));
  }

  /**
   * Breaks, sees the daemon degraded for this cause, mends, sees it ready; all of it in the same
   * process.
   */
  void row(String what, Step breaking, String cause, Step mending) throws Exception {
    row(depth, what, breaking, cause, mending);
  }

  /** The same with the shares wiped in between, in every form of the table. */
  void wholeRow(String what, Step breaking, String cause, Step mending) throws Exception {
    row(Depth.SEALED, what, breaking, cause, mending);
  }

  private void row(Depth wanted, String what, Step breaking, String cause, Step mending)
      throws Exception {
    sees(KeyStoreState.KEY_STORE_STATE_READY, "");
    long pid = host.deployment().service(host.name()).pid();
    var began = Instant.now();
    breaking.run();
    sees(KeyStoreState.KEY_STORE_STATE_DEGRADED, cause);
    String seen = after("DEGRADED", began);
    if (wanted == Depth.SEALED) {
      sees(KeyStoreState.KEY_STORE_STATE_SEALED, cause);
      seen += after("SEALED", began);
    }
    var mended = Instant.now();
    mending.run();
    sees(KeyStoreState.KEY_STORE_STATE_READY, "");
    seen += after("READY", mended);
    assertThat(host.deployment().service(host.name()).pid()).isEqualTo(pid);
    assertThat(host.deployment().service(host.name()).alive()).isTrue();
    add(what, cause, seen);
  }

  private static String after(String state, Instant began) {
    return "%s %5.1f s  ".formatted(state, Duration.between(began, Instant.now()).toMillis() / 1e3);
  }

  /** Something that no status shows, because the daemon helps itself. */
  void unseen(String what, Step step, Duration looked) throws Exception {
    sees(KeyStoreState.KEY_STORE_STATE_READY, "");
    step.run();
    var end = Instant.now().plus(looked);
    while (Instant.now().isBefore(end)) {
      var status = host.status().answer(GetStatusResponse.class);
      assertThat(status.getKeyStore())
          .as(what + " " + status.getKeyStoreCause())
          .isEqualTo(KeyStoreState.KEY_STORE_STATE_READY);
      Thread.sleep(100);
    }
    add(what, "none", "READY throughout");
  }

  private void add(String what, String cause, String seen) throws Exception {
    rows.add("%-34s %-18s %-50s %,8d".formatted(what, cause, seen, paid.call()));
  }

  void print() {
    System.out.printf(
        "%-34s %-18s %-50s %8s%n",
        "done to the key store", "cause in status", "seen after", "paid");
    rows.forEach(System.out::println);
  }
}
