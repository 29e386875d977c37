package io.argosy.api.sign;

import io.argosy.model.DaemonId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every set of t daemons takes its turn, so that all of them keep in practice; one that failed is
 * put aside for a while, and longer each time, unless nobody could sign without it. Thread-safe.
 */
final class Quorums {
  private static final int MOST_DOUBLINGS = 3;

  /** Nobody's fault: the same quorum may sign the next time. */
  private static final Set<String> APART = Set.of("DESYNC", "SESSION_ABORTED", "PAIR_UNREADY");

  private final Clock clock;
  private final Duration aside;
  private final int spare;
  private final List<List<DaemonId>> all;
  private final Map<List<DaemonId>, Integer> used = new HashMap<>();
  private final Map<DaemonId, Failure> failed = new HashMap<>();

  /** The last time that a daemon failed, and how often it did without a signature in between. */
  private record Failure(Instant at, int times) {}

  /**
   * @param daemons in the order of their indexes
   * @param aside how long a daemon that failed is left out at least
   */
  Quorums(Clock clock, List<DaemonId> daemons, int threshold, Duration aside) {
    this.clock = clock;
    this.aside = aside;
    this.spare = daemons.size() - threshold;
    this.all = subsets(daemons, threshold);
  }

  private static List<List<DaemonId>> subsets(List<DaemonId> of, int size) {
    if (size == 0) {
      return List.of(List.of());
    }
    var subsets = new ArrayList<List<DaemonId>>();
    for (int first = 0; first <= of.size() - size; first++) {
      for (var rest : subsets(of.subList(first + 1, of.size()), size - 1)) {
        var subset = new ArrayList<DaemonId>();
        subset.add(of.get(first));
        subset.addAll(rest);
        subsets.add(List.copyOf(subset));
      }
    }
    return subsets;
  }

  int count() {
    return all.size();
  }

  /** How many daemons may be away while the others still sign. */
  int spare() {
    return spare;
  }

  /** What earlier sessions did counts. */
  synchronized void remember(List<DaemonId> quorum, int sessions) {
    used.put(quorum, sessions);
  }

  /**
   * The quorum that worked least, among those whose members are all well, and where there is none
   * among those whose members rested; it counts as used.
   */
  synchronized Optional<List<DaemonId>> next(Set<List<DaemonId>> tried) {
    var now = clock.instant();
    var chosen =
        least(tried, daemon -> well(daemon, now))
            .or(() -> least(tried, daemon -> rested(daemon, now)));
    chosen.ifPresent(quorum -> used.merge(quorum, 1, Integer::sum));
    return chosen;
  }

  private Optional<List<DaemonId>> least(Set<List<DaemonId>> tried, Predicate<DaemonId> able) {
    return all.stream()
        .filter(quorum -> !tried.contains(quorum))
        .filter(quorum -> quorum.stream().allMatch(able))
        .min(Comparator.comparingInt(quorum -> used.getOrDefault(quorum, 0)));
  }

  /** Twice as long each time in a row, up to eight times as long. */
  private boolean well(DaemonId daemon, Instant now) {
    var failure = failed.get(daemon);
    return failure == null
        || isOver(
            failure, aside.multipliedBy(1L << Math.min(failure.times() - 1, MOST_DOUBLINGS)), now);
  }

  private boolean rested(DaemonId daemon, Instant now) {
    var failure = failed.get(daemon);
    return failure == null || isOver(failure, aside, now);
  }

  private static boolean isOver(Failure failure, Duration pause, Instant now) {
    return !now.isBefore(failure.at().plus(pause));
  }

  /** Who did not answer, or refused, or is named by another as the one who does not answer. */
  void putAside(List<DaemonId> quorum, Map<DaemonId, Try.Word> words) {
    for (var daemon : quorum) {
      var word = words.get(daemon);
      boolean named =
          words.values().stream().anyMatch(w -> w.blames() && w.detail().contains(daemon.text()));
      // Who was not waited for to the end is not to blame; who refuses cannot frame the others.
      boolean himself =
          word == null ? words.isEmpty() : !(word.blames() || APART.contains(word.reason()));
      if (named || himself) {
        putAside(daemon);
      }
    }
  }

  /** Sessions that ran beside each other fail of one cause, which counts once. */
  synchronized void putAside(DaemonId daemon) {
    var now = clock.instant();
    if (rested(daemon, now)) {
      failed.merge(
          daemon, new Failure(now, 1), (before, _) -> new Failure(now, before.times() + 1));
    }
  }

  /** These members just signed. */
  synchronized void worked(List<DaemonId> quorum) {
    failed.keySet().removeAll(quorum);
  }

  synchronized List<DaemonId> aside() {
    var now = clock.instant();
    return failed.keySet().stream()
        .filter(daemon -> !well(daemon, now))
        .sorted(Comparator.comparing(DaemonId::text))
        .toList();
  }
}
