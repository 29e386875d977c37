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
import java.util.Optional;
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
  private static final String SILENCE = "DEPENDENCY_DOWN";
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

  /** What is known of one daemon about one batch. */
  private sealed interface Word {
    /** It is being asked. */
    record Asked(Instant since) implements Word {}

    /** It registered the statement. */
    record Registered() implements Word {}

    /** It said no, or nothing; it is not asked again before that time. */
    record No(String reason, String detail, Instant until) implements Word {}
  }

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
    if (known != null && !isDue(known)) {
      return;
    }
    lastAnswer.putIfAbsent(round(batch), clock.instant());
    words.put(key, new Word.Asked(clock.instant()));
    var _ =
        Thread.ofVirtual()
            .name("register-" + daemon.id())
            .start(Context.current().wrap((Runnable) () -> words.put(key, answered(batch, ask))));
  }

  private boolean isDue(Word known) {
    return switch (known) {
      case Word.Asked _, Word.Registered _ -> false;
      case Word.No no -> !clock.instant().isBefore(no.until());
    };
  }

  private Word answered(
      RegisterDao.Open batch, Supplier<DaemonAnswer<Acknowledgement.Signed>> ask) {
    try {
      return switch (ask.get()) {
        case DaemonAnswer.Given<Acknowledgement.Signed> _ -> {
          lastAnswer.put(round(batch), clock.instant());
          yield new Word.Registered();
        }
        case DaemonAnswer.Refused<Acknowledgement.Signed>(var reason, var detail) ->
            new Word.No(reason, detail, clock.instant().plus(AFTER_REFUSAL));
        case DaemonAnswer.Silent<Acknowledgement.Signed>(var detail) ->
            new Word.No(SILENCE, detail, clock.instant().plus(AFTER_SILENCE));
      };
    } catch (RuntimeException e) {
      LOG.warn("registering {} failed", batch.batchId(), e);
      return new Word.No("INTERNAL", "see the log", clock.instant().plus(AFTER_REFUSAL));
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
              && word instanceof Word.No no
              && APPROVE_AGAIN.contains(no.reason())) {
            refused.add(key.daemon() + ": " + no.reason() + " " + no.detail());
          }
        });
    return refused.stream().sorted().toList();
  }

  /** A refusal of a daemon that is missing, or who is silent; empty while answers are under way. */
  Optional<Why> why(RegisterDao.Open batch, List<DaemonId> missing) {
    var silent = new ArrayList<String>();
    for (var daemon : missing) {
      switch (words.get(new Key(batch.batchId(), batch.generation(), daemon))) {
        case Word.No(var reason, var detail, _) when !reason.equals(SILENCE) -> {
          return Optional.of(new Why(reason, daemon + ": " + detail));
        }
        case Word.No _ -> silent.add(daemon.text());
        case Word.Asked(var since) when isLong(since) -> silent.add(daemon.text());
        case Word.Asked _, Word.Registered _ -> {}
        case null -> {}
      }
    }
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(new Why(SILENCE, "no answer from " + String.join(", ", silent)));
  }

  private boolean isLong(Instant since) {
    return clock.instant().isAfter(since.plus(AFTER_SILENCE));
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
