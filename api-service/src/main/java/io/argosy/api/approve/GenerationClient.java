package io.argosy.api.approve;

import io.argosy.model.DaemonId;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks the daemons in which generation their journals are. Thread-safe. */
public final class GenerationClient {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration KEPT = Duration.ofSeconds(1);
  private final Map<DaemonId, Channel> daemons;
  private final int threshold;
  private Optional<Long> told = Optional.empty();
  private long toldAt = System.nanoTime() - KEPT.toNanos() - 1;

  public GenerationClient(Map<DaemonId, Channel> daemons, int threshold) {
    this.daemons = Map.copyOf(daemons);
    this.threshold = threshold;
  }

  /**
   * The highest generation that so many daemons reached as a signature needs, so that fewer than
   * that, lying, raise it for nobody; with fewer answers, the lowest told. Empty when no daemon
   * answers. An answer is kept for a second.
   */
  public synchronized Optional<Long> generation() {
    if (System.nanoTime() - toldAt > KEPT.toNanos()) {
      var answers = new ArrayList<>(ask(AtOnce.YES));
      if (answers.isEmpty()) {
        answers.addAll(ask(AtOnce.NO));
      }
      answers.sort(Comparator.reverseOrder());
      told =
          answers.isEmpty()
              ? Optional.empty()
              : Optional.of(answers.get(Math.min(threshold, answers.size()) - 1));
      toldAt = System.nanoTime();
    }
    return told;
  }

  /** Whether a daemon counts only where its connection stands; else it may come back meanwhile. */
  private enum AtOnce {
    YES,
    NO
  }

  private List<Long> ask(AtOnce atOnce) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          daemons.values().stream()
              .map(each -> threads.submit(Context.current().wrap(() -> ask(each, atOnce))))
              .toList();
      return calls.stream().flatMap(call -> answer(call).stream()).toList();
    }
  }

  private static long ask(Channel daemon, AtOnce atOnce) {
    var stub =
        CustodyServiceGrpc.newBlockingStub(daemon)
            .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    var patient =
        switch (atOnce) {
          case YES -> stub;
          case NO -> stub.withWaitForReady();
        };
    return patient.getStatus(GetStatusRequest.getDefaultInstance()).getGeneration();
  }

  private static Optional<Long> answer(Future<Long> call) {
    try {
      return Optional.of(call.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
