package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.Argosy;
import io.argosy.cli.demo.Desk;
import io.argosy.cli.demo.PayoutsFile;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.PayoutState;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A whole deployment of separate processes, for one test class. */
final class Whole implements AutoCloseable {
  private final RunFolder run;
  private final Deployment deployment;
  private final Desk desk;

  private Whole(RunFolder run, Deployment deployment, Desk desk) {
    this.run = run;
    this.deployment = deployment;
    this.desk = desk;
  }

  /** One deployment runs at a time: the shared one stops before another starts. */
  static Whole start(String name) throws Exception {
    return start(name, keyStore());
  }

  static Whole start(String name, KeyStoreKind keyStore) throws Exception {
    return start(name, Collections.nCopies(3, keyStore));
  }

  /** With a key store of its own kind for each custody host. */
  static Whole start(String name, List<KeyStoreKind> keyStores) throws Exception {
    SharedWhole.stop();
    var run = new RunFolder(RunFolder.home().resolve("acceptance/target/run-" + name));
    var deployment = Deployment.start(run, keyStores, line -> {});
    deployment.awaitRefills();
    return new Whole(run, deployment, Desk.open(run));
  }

  /** The suites pass with every store: ARGOSY_KEY_STORE=vault ./argosy test MainJobIT. */
  private static KeyStoreKind keyStore() {
    String wanted = System.getenv().getOrDefault("ARGOSY_KEY_STORE", "passphrase");
    return KeyStoreKind.valueOf(wanted.toUpperCase(Locale.ROOT));
  }

  Deployment deployment() {
    return deployment;
  }

  Desk desk() {
    return desk;
  }

  /** A batch that waits for signatures, and the file that it was made of. */
  record Ordered(String batch, String requestId, PayoutsFile file, Path csv, int accepted) {}

  Ordered order(int payouts, long seed) throws IOException {
    return order(PayoutsFile.make(payouts, seed), seed);
  }

  Ordered order(PayoutsFile file, long seed) throws IOException {
    Path csv = run.of("import-" + seed + ".csv");
    Files.writeString(csv, file.text());
    String request = "request-" + seed;
    var answer = desk.importFile(file.text().getBytes(StandardCharsets.UTF_8), request);
    assertThat(answer.getBatchId()).isNotEmpty();
    return new Ordered(answer.getBatchId(), request, file, csv, answer.getRows());
  }

  /** What a person does on their own machine. */
  int approve(String person, String batch) throws InterruptedException {
    awaitState(
        batch,
        state ->
            state != BatchState.BATCH_STATE_DRAFT && state != BatchState.BATCH_STATE_SCREENING);
    return Argosy.run(
        "approve",
        "--profile",
        run.profile().toString(),
        "--key",
        run.of("people").resolve(person).resolve(person + ".key").toString(),
        "--batch",
        batch,
        "--yes");
  }

  void approveByAll(String batch) throws InterruptedException {
    for (String person : List.of("mara", "alice", "bob")) {
      assertThat(approve(person, batch)).as(person).isZero();
    }
  }

  /** How many payouts of a batch are paid and final. */
  static int completed(Batch batch) {
    return batch.getPayoutStatesList().stream()
        .filter(each -> each.getState() == PayoutState.PAYOUT_STATE_COMPLETED)
        .mapToInt(each -> each.getCount())
        .sum();
  }

  Batch awaitState(String batch, Predicate<BatchState> wanted) throws InterruptedException {
    return await(batch, seen -> wanted.test(seen.getState()));
  }

  Batch awaitCompleted(String batch) throws InterruptedException {
    return awaitState(batch, state -> state == BatchState.BATCH_STATE_COMPLETED);
  }

  /** Asks until the batch is as wanted; an api-service that is down is asked again. */
  Batch await(String batch, Predicate<Batch> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(3));
    var last = Batch.getDefaultInstance();
    while (Instant.now().isBefore(end)) {
      try {
        last = desk.batch(batch);
        if (wanted.test(last)) {
          return last;
        }
      } catch (StatusRuntimeException e) {
        // It is being started again; the end of the patience decides.
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the batch stands still: " + last);
  }

  /** Every accepted line of the file against balances on chain, by a program of its own. */
  void outsideLookAgrees(Ordered ordered) throws IOException, InterruptedException {
    var script = RunFolder.home().resolve("acceptance/outside-look.js");
    var chain = deployment.facts().chain();
    var process =
        new ProcessBuilder(
                "node",
                script.toString(),
                chain.node().url(),
                ordered.csv().toString(),
                "DUSD=" + chain.asset("DUSD").token().orElseThrow(),
                "DEUR=" + chain.asset("DEUR").token().orElseThrow(),
                "ETH=coin")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(ordered.accepted() + " lines agree");
  }

  @Override
  public void close() {
    desk.close();
    deployment.close();
  }
}
