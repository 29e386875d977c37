package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.deploy.Together;
import io.argosy.cli.operate.ImportCommand;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.ImportBatchResponse;
import io.argosy.proto.reconcile.v1.Break;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One run of the main job, told as it happens. Every figure comes from a service or the chain. */
final class Demo {
  /** Things that a deployment tells while it starts, and its end. */
  private static final int STEPS = 6;

  private static final Duration SCREENED_WITHIN = Duration.ofMinutes(2);
  private static final Set<BatchState> NOT_FROZEN =
      Set.of(BatchState.BATCH_STATE_DRAFT, BatchState.BATCH_STATE_SCREENING);

  private final RunFolder run;
  private final DemoCommand.Wish wish;
  private final Progress progress;
  private final PrintStream out;
  private final Report report = new Report();
  private int steps;

  Demo(RunFolder run, DemoCommand.Wish wish, Progress progress, PrintStream out) {
    this.run = run;
    this.wish = wish;
    this.progress = progress;
    this.out = out;
  }

  /**
   * Answers the process's exit status: 0 only when all that was accepted is paid and reconciles.
   */
  int run() throws Exception {
    progress.begin("start", STEPS);
    try (var deployment = Deployment.start(run, wish.keyStore(), this::started)) {
      Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "demo-stop"));
      progress.end("start", deployment.processes().size() + " processes, mutual TLS between them");
      report.deployment(wish, deployment);
      boolean proved = mainJob(deployment);
      if (wish.keep()) {
        deployment.keep();
      }
      return proved ? 0 : 1;
    } finally {
      report.elapsed(progress.elapsed());
      report.write(wish.report());
    }
  }

  private void started(String line) {
    progress.line(line);
    steps++;
    progress.reach("start", Math.min(steps, STEPS - 1), STEPS);
  }

  private boolean mainJob(Deployment deployment) throws Exception {
    var endowed = Endowment.give(deployment, wish.file());
    try (var desk = Desk.open(run)) {
      var imported = receive(desk);
      awaitFrozen(desk, imported.getBatchId());
      approve(imported.getBatchId());
      var batch = execute(deployment, desk, imported);
      deployment.awaitRefills();
      report.batch(batch);
      var payouts = desk.payouts(batch.getBatchId());
      report.payouts(run.of("payouts.csv"), payouts);
      var chain = deployment.facts().chain();
      report.gas(Gas.of(chain.client(), payouts, endowed));
      return reconcile(deployment, desk, batch, new Totals(payouts, chain), imported);
    }
  }

  private ImportBatchResponse receive(Desk desk) throws IOException {
    Path file = run.of("import.csv");
    Files.writeString(file, wish.file().text());
    progress.begin("import", 1);
    var imported = desk.importFile(Files.readAllBytes(file), "demo-" + wish.seed());
    report.rejected(imported.getRowErrorsList());
    Path rejected = run.of("rejected.txt");
    Files.write(
        rejected, imported.getRowErrorsList().stream().map(ImportCommand::sentence).toList());
    progress.end(
        "import",
        "%,d lines accepted, %,d faults"
            .formatted(imported.getRows(), imported.getRowErrorsCount()));
    Worst.of(imported.getRowErrorsList(), 2)
        .forEach(error -> progress.line(ImportCommand.sentence(error)));
    if (imported.getRowErrorsCount() > 2) {
      progress.line("all faults: " + run.root().getFileName() + "/" + rejected.getFileName());
    }
    if (imported.getBatchId().isEmpty()) {
      throw new IOException("the file made no batch");
    }
    return imported;
  }

  /** There is nothing to sign before screening is over and the statement stands. */
  private static void awaitFrozen(Desk desk, String batch)
      throws IOException, InterruptedException {
    var end = Instant.now().plus(SCREENED_WITHIN);
    while (NOT_FROZEN.contains(desk.batch(batch).getState())) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("the batch is still being screened; see api-service's log");
      }
      Thread.sleep(50);
    }
  }

  /** Each person signs in a process of their own, with a key file of their own. */
  private void approve(String batch) throws IOException, InterruptedException {
    progress.begin("approve", 3);
    var signer = new Signer(run, wish.file());
    signer.sign("mara", batch);
    progress.reach("approve", 1, 3);
    var approvers = List.of("alice", "bob");
    var _ =
        Together.all(
            approvers.size(),
            index -> {
              signer.sign(approvers.get(index), batch);
              return index;
            });
    progress.end("approve", "made by mara, approved by alice, bob");
  }

  private Batch execute(Deployment deployment, Desk desk, ImportBatchResponse imported)
      throws Exception {
    var following = new Following(progress, deployment, wish.kill());
    return following.toTheEnd(() -> desk.batch(imported.getBatchId()));
  }

  private boolean reconcile(
      Deployment deployment, Desk desk, Batch batch, Totals totals, ImportBatchResponse imported)
      throws Exception {
    progress.begin("reconcile", 1);
    if (wish.inject().isPresent()) {
      new Theft(deployment.facts().chain().node().url())
          .from(deployment.facts().treasury().address());
      progress.line("one ether was taken from the treasury behind everybody's back");
    }
    var found = new Reconciling(desk, deployment).await(wish.inject().isPresent());
    report.reconciled(found);
    progress.end(
        "reconcile",
        "%,d payments agree; %d breaks"
            .formatted(found.getPayoutsMatched(), found.getBreaksCount()));
    progress.line(
        "compared: %,d payments, %,d fees, %,d balances"
            .formatted(
                found.getPayoutsMatched(), found.getFeesMatched(), found.getBalancesMatched()));
    for (Break each : found.getBreaksList()) {
      progress.line(
          each.getBreakClass().name().substring("BREAK_CLASS_".length())
              + " "
              + each.getSubject()
              + ": "
              + each.getExplanation());
    }
    return conclude(deployment, new Summary(batch, totals, imported, found));
  }

  private boolean conclude(Deployment deployment, Summary summary) throws Exception {
    summary.frozen(Reconciling.frozen(deployment, run));
    report.frozen(summary.frozen());
    progress.footer("");
    progress.close();
    summary.print(out, run, deployment, wish);
    return summary.proved();
  }
}
