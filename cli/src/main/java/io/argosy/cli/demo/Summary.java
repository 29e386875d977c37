package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.ImportBatchResponse;
import io.argosy.proto.payout.v1.PayoutState;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import java.io.PrintStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last lines of a run: what was proved, by whom, and what to try next. */
final class Summary {
  private final Batch batch;
  private final Totals totals;
  private final ImportBatchResponse imported;
  private final ReconcileResponse found;
  private SortedMap<String, String> frozen = new TreeMap<>();

  Summary(Batch batch, Totals totals, ImportBatchResponse imported, ReconcileResponse found) {
    this.batch = batch;
    this.totals = totals;
    this.imported = imported;
    this.found = found;
  }

  void frozen(SortedMap<String, String> frozen) {
    this.frozen = frozen;
  }

  SortedMap<String, String> frozen() {
    return frozen;
  }

  private int completed() {
    return batch.getPayoutStatesList().stream()
        .filter(each -> each.getState() == PayoutState.PAYOUT_STATE_COMPLETED)
        .mapToInt(each -> each.getCount())
        .sum();
  }

  /** Everything that was accepted is paid, finally, and nothing is unexplained. */
  boolean proved() {
    return batch.getState() == BatchState.BATCH_STATE_COMPLETED
        && completed() == imported.getRows()
        && found.getPayoutsMatched() == imported.getRows()
        && found.getBreaksCount() == 0;
  }

  void print(PrintStream out, RunFolder run, Deployment deployment, DemoCommand.Wish wish) {
    out.println();
    var byDaemon = new TreeMap<String, Integer>();
    batch
        .getSessionsByQuorumList()
        .forEach(
            quorum ->
                quorum
                    .getDaemonsList()
                    .forEach(name -> byDaemon.merge(name, quorum.getSessions(), Integer::sum)));
    out.println("  paid              " + totals.sums());
    out.println("  signed by people  mara made it, alice and bob approved");
    out.println("  signing sessions  " + spelled(byDaemon));
    out.println("  blocks            " + totals.blocks());
    out.println("  treasury          " + deployment.facts().treasury());
    frozen.forEach(
        (name, scopes) -> {
          if (!scopes.isEmpty()) {
            out.printf("  %-17s %s%n", name, scopes.equals("does not answer") ? scopes : "FROZEN");
          }
        });
    out.println();
    out.println(sentence());
    out.println();
    out.println("Next:  ./argosy attack            every theft that comes to mind, refused");
    out.println(
        wish.keep()
            ? "       ./argosy payout " + firstPayout(wish) + "   one payment's whole life"
            : "       ./argosy demo --keep       leaves it running; then ./argosy payout ID");
    out.println("Seed " + wish.seed() + "; report: " + wish.report());
    out.flush();
  }

  private static String firstPayout(DemoCommand.Wish wish) {
    return wish.file()
        .text()
        .lines()
        .skip(1)
        .findFirst()
        .map(line -> line.split(",", 2)[0])
        .orElse("ID");
  }

  private static String spelled(Map<String, Integer> byDaemon) {
    var text = new StringBuilder();
    byDaemon.forEach(
        (name, sessions) ->
            text.append(text.isEmpty() ? "" : " · ").append(name).append(' ').append(sessions));
    return text.isEmpty() ? "none" : text.toString();
  }

  private String sentence() {
    return proved()
        ? """
        Proved: %,d of %,d accepted payouts were paid exactly once and are final;
        two people approved them, two of three daemons signed each shard and none ever
        held the key, and chain, ledger and custody's own records agree in every
        payment, fee and balance."""
            .formatted(completed(), imported.getRows())
        : "NOT proved: %,d of %,d accepted payouts are final, batch %s, %d breaks."
            .formatted(
                completed(),
                imported.getRows(),
                batch.getState().name().substring("BATCH_STATE_".length()),
                found.getBreaksCount());
  }
}
