package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.PayoutState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Follows a batch to its end, as the api-service tells it. */
final class Following {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration STUCK = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 250;
  private static final Set<BatchState> ENDS =
      Set.of(
          BatchState.BATCH_STATE_COMPLETED,
          BatchState.BATCH_STATE_PARTIALLY_COMPLETED,
          BatchState.BATCH_STATE_REJECTED,
          BatchState.BATCH_STATE_CANCELLED,
          BatchState.BATCH_STATE_EXPIRED);

  private final Progress progress;
  private final Deployment deployment;
  private Optional<String> toKill;
  private String lastWait = "";
  private Map<PayoutState, Integer> lastCounts = Map.of();
  private Instant lastMove = Instant.now();

  Following(Progress progress, Deployment deployment, Optional<String> toKill) {
    this.progress = progress;
    this.deployment = deployment;
    this.toKill = toKill;
  }

  /** Answers the batch in its last state; throws when nothing moves for minutes. */
  Batch toTheEnd(Supplier<Batch> ask) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      var batch = ask.get();
      show(batch);
      if (ENDS.contains(batch.getState())) {
        return batch;
      }
      if (Duration.between(lastMove, Instant.now()).compareTo(STUCK) > 0) {
        throw new IOException("nothing moves any more: " + waits(batch));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException("the batch did not end within " + PATIENCE.toMinutes() + " minutes");
  }

  private static String waits(Batch batch) {
    return batch.getWaitsFor().isEmpty() ? batch.getState().name() : batch.getWaitsFor();
  }

  private void show(Batch batch) throws IOException, InterruptedException {
    var counts = new EnumMap<PayoutState, Integer>(PayoutState.class);
    long total = 0;
    for (var each : batch.getPayoutStatesList()) {
      counts.put(each.getState(), each.getCount());
      total += each.getCount();
    }
    if (!counts.equals(lastCounts)) {
      lastCounts = counts;
      lastMove = Instant.now();
    }
    progress.reach("register", batch.getAcknowledgedByCount(), 3);
    if (batch.getState().getNumber() >= BatchState.BATCH_STATE_EXECUTING_VALUE) {
      progress.end("register", "by " + String.join(", ", batch.getAcknowledgedByList()));
      long completed = counts.getOrDefault(PayoutState.PAYOUT_STATE_COMPLETED, 0);
      long paid = completed + counts.getOrDefault(PayoutState.PAYOUT_STATE_PAID, 0);
      long signed = paid + counts.getOrDefault(PayoutState.PAYOUT_STATE_IN_FLIGHT, 0);
      progress.reach("sign", signed, total);
      progress.reach("pay", paid, total);
      progress.reach("finality", completed, total);
      killInTheMiddle(signed);
    }
    if (!batch.getWaitsFor().equals(lastWait)) {
      lastWait = batch.getWaitsFor();
      if (!lastWait.isEmpty()) {
        progress.line("waits: " + lastWait);
      }
    }
    progress.footer("blocks " + deployment.facts().chain().client().head());
  }

  private void killInTheMiddle(long signed) throws InterruptedException {
    if (toKill.isPresent() && signed > 0) {
      var name = toKill.get();
      toKill = Optional.empty();
      deployment.service(name).kill();
      progress.line(name + " was killed (SIGKILL) in the middle");
    }
  }
}
