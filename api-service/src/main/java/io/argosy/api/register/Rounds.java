package io.argosy.api.register;

import io.argosy.api.custody.CustodyClient;
import io.argosy.api.custody.DaemonAnswer;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.model.DaemonId;
import io.grpc.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is being asked now, and what was said last; only acknowledgements are worth keeping over a
 * restart, and those are in the database. Thread-safe.
 */
final class Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(2);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

  /** Refusals that end when people sign the same statement again. */
  private static final Set<String> APPROVE_AGAIN =
      Set.of("POLICY_CHANGED", "HALTED", "APPROVALS_MISSING", "SIGNATURE_INVALID");

  private final Clock clock;
  private final Map<Key, Word> words = new ConcurrentHashMap<>();
  private final Map<Round, Instant> lastAnswer = new ConcurrentHashMap<>();

  Rounds(Clock clock) {
    this.clock = clock;
  }

  private record Key(String batch, long generation, DaemonId daemon) {}

  /** What is known of one daemon about one batch; it is not asked again before that time. */
  private record Word(String reason, String detail, Instant until) {}

  /** Why a batch is not registered yet. */
  record Why(String reason, String detail) {}

  private record Round(String batch, long generation) {}

  private static Round round(RegisterDao.Open batch) {
    return new Round(batch.batchId(), batch.generation());
  }

  /** Asks on a thread of its own, unless that daemon is being asked or just said no. */
  void start(
      RegisterDao.Open batch,
      CustodyClient daemon,
      Supplier<DaemonAnswer<Acknowledgement.Signed>> ask) {
    var key = new Key(batch.batchId(), batch.generation(), daemon.id());
    var known = words.get(key);
    if (known != null && clock.instant().isBefore(known.until())) {
      return;
    }
    lastAnswer.putIfAbsent(round(batch), clock.instant());
    words.put(key, new Word("DEPENDENCY_DOWN", "no answer yet", Instant.MAX));
    var _ =
        Thread.ofVirtual()
            .name("register-" + daemon.id())
            .start(Context.current().wrap((Runnable) () -> words.put(key, answered(batch, ask))));
  }

  private Word answered(
      RegisterDao.Open batch, Supplier<DaemonAnswer<Acknowledgement.Signed>> ask) {
    try {
      return switch (ask.get()) {
        case DaemonAnswer.Given<Acknowledgement.Signed> _ -> {
          lastAnswer.put(round(batch), clock.instant());
          yield new Word("", "", Instant.MAX);
        }
        case DaemonAnswer.Refused<Acknowledgement.Signed>(var reason, var detail) ->
            new Word(reason, detail, clock.instant().plus(AFTER_REFUSAL));
        case DaemonAnswer.Silent<Acknowledgement.Signed>(var detail) ->
            new Word("DEPENDENCY_DOWN", detail, clock.instant().plus(AFTER_SILENCE));
      };
    } catch (RuntimeException e) {
      LOG.warn("registering {} failed", batch.batchId(), e);
      return new Word("INTERNAL", "see the log", clock.instant().plus(AFTER_REFUSAL));
    }
  }

  /** Whether no acknowledgement came for so long. */
  boolean quietFor(RegisterDao.Open batch, Duration patience) {
    var last = lastAnswer.getOrDefault(round(batch), clock.instant());
    return !clock.instant().isBefore(last.plus(patience));
  }

  /** Daemons that will register once people approve again, with their reasons. */
  List<String> refusedUntilApprovedAgain(RegisterDao.Open batch) {
    var refused = new ArrayList<String>();
    words.forEach(
        (key, word) -> {
          if (key.batch().equals(batch.batchId())
              && key.generation() == batch.generation()
              && APPROVE_AGAIN.contains(word.reason())) {
            refused.add(key.daemon() + ": " + word.reason() + " " + word.detail());
          }
        });
    return refused.stream().sorted().toList();
  }

  /** A refusal of a daemon that is missing, or who does not answer. */
  Why why(RegisterDao.Open batch, List<DaemonId> missing) {
    var silent = new ArrayList<String>();
    for (var daemon : missing) {
      var word = words.get(new Key(batch.batchId(), batch.generation(), daemon));
      if (word != null && !word.reason().isEmpty() && !word.reason().equals("DEPENDENCY_DOWN")) {
        return new Why(word.reason(), daemon + ": " + word.detail());
      }
      silent.add(daemon.text());
    }
    return new Why("DEPENDENCY_DOWN", "no answer from " + String.join(", ", silent));
  }

  /** Only batches that are still open need remembering. */
  void keepOnly(List<RegisterDao.Open> open) {
    var ids = open.stream().map(RegisterDao.Open::batchId).toList();
    words.keySet().removeIf(key -> !ids.contains(key.batch()));
    lastAnswer.keySet().removeIf(round -> !ids.contains(round.batch()));
  }

  /** What was said before people approve again counts no more. */
  void forget(RegisterDao.Open batch) {
    words.keySet().removeIf(key -> key.batch().equals(batch.batchId()));
    lastAnswer.keySet().removeIf(round -> round.batch().equals(batch.batchId()));
  }
}
