package io.argosy.custody.session;

import io.argosy.custody.session.Mailbox.Offered;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Round 0 of sessions that this daemon was not asked about yet: small, a bounded number of each
 * sender, for a while, so that one stale session fills nothing. Guarded by the mailbox.
 */
final class EarlyLetters {
  /** A name that begins so is of a signing, and is never used twice. */
  static final String SIGNING = "sign/";

  /** A peer asks to set up a pair's transfers again; such names come again. */
  static final String PAIR = "pair/";

  private static final int MOST_BYTES = 4 << 10;
  private static final int MOST = 256;

  /** Until api-service has asked this daemon, too. */
  private static final Duration SIGNING_LIFE = Duration.ofMinutes(1);

  /** As long as the peer waits for an answer. */
  private static final Duration PAIR_LIFE = Duration.ofSeconds(5);

  private record Early(String session, byte[] body, long arrived) {
    boolean stale(long now) {
      var life = session.startsWith(SIGNING) ? SIGNING_LIFE : PAIR_LIFE;
      return now - arrived > life.toNanos();
    }
  }

  private final Map<Integer, ArrayDeque<Early>> all = new HashMap<>();

  /** Whether peers may open a session that this daemon was not asked about yet. */
  static boolean unasked(String session) {
    return session.startsWith(SIGNING) || session.startsWith(PAIR);
  }

  /** Why such a message cannot wait here; empty when it can. */
  Optional<Offered> refuses(int from, String session, int round, int length) {
    if (!unasked(session) || round != 0) {
      return Optional.of(new Offered.Later());
    }
    if (length > MOST_BYTES) {
      return Optional.of(new Offered.Never());
    }
    var waiting = waiting(from);
    if (waiting.stream().anyMatch(each -> each.session().equals(session))) {
      return Optional.of(new Offered.Kept());
    }
    return waiting.size() >= MOST ? Optional.of(new Offered.Later()) : Optional.empty();
  }

  private ArrayDeque<Early> waiting(int from) {
    var waiting = all.computeIfAbsent(from, _ -> new ArrayDeque<>());
    long now = System.nanoTime();
    waiting.removeIf(each -> each.stale(now));
    return waiting;
  }

  /** Keeps one; the first of a sender for a session stands. */
  void put(int from, String session, byte[] body) {
    if (refuses(from, session, 0, body.length).isEmpty()) {
      waiting(from).add(new Early(session, body, System.nanoTime()));
    }
  }

  /** What waited for a session, by its senders; it waits no longer. */
  Map<Integer, byte[]> take(String session) {
    var found = new HashMap<Integer, byte[]>();
    for (int from : List.copyOf(all.keySet())) {
      waiting(from)
          .removeIf(
              each -> {
                boolean mine = each.session().equals(session);
                if (mine) {
                  found.put(from, each.body());
                }
                return mine;
              });
    }
    return found;
  }

  /** Peers that ask to set a pair up again: the sessions' names, by their senders. */
  Map<Integer, List<String>> askedForPairs() {
    var asked = new HashMap<Integer, List<String>>();
    for (int from : List.copyOf(all.keySet())) {
      asked.put(
          from,
          waiting(from).stream()
              .map(Early::session)
              .filter(session -> session.startsWith(PAIR))
              .toList());
    }
    return asked;
  }
}
