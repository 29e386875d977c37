package io.argosy.custody.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What peers sent and no session has taken yet. An open session holds one message of each of its
 * parties for the round that it waits for and for the next; the first one stands. Of sessions that
 * are not open here yet, only a signing's small round 0 waits, a bounded number of each sender, for
 * a minute: one stale session fills nothing. Thread-safe.
 */
public final class Mailbox {
  /** Of one message: a chunk of the most signatures that one session signs fits. */
  public static final int MOST_BYTES = 2 << 20;

  private static final int MOST_OPENING_BYTES = 4 << 10;
  private static final int MOST_EARLY = 256;
  private static final int REMEMBERED = 4_096;
  private static final Duration LIFE = Duration.ofMinutes(1);

  /** Sessions whose first message may come before this daemon was asked. */
  static final String EARLY = "sign/";

  /** What becomes of a message. */
  public enum Put {
    KEPT,
    /** Not yet, or too much waits; the same message may come again. */
    LATER,
    /** The session is over here, the sender no party of it, or the message too large. */
    NEVER
  }

  private record Letter(int from, int round) {}

  private static final class Box {
    private final List<Integer> parties;
    private final Map<Letter, byte[]> letters = new HashMap<>();
    private final Set<Integer> left = new HashSet<>();
    private int awaited;

    Box(List<Integer> parties) {
      this.parties = parties;
    }
  }

  private record Early(String session, byte[] body, long arrived) {}

  private final Map<String, Box> open = new HashMap<>();
  private final Map<Integer, ArrayDeque<Early>> early = new HashMap<>();
  private final Map<String, Boolean> over =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Takes part in a session from now on; false when it is or was open here. */
  synchronized boolean open(String session, List<Integer> parties) {
    if (open.containsKey(session) || over.containsKey(session)) {
      return false;
    }
    var box = new Box(List.copyOf(parties));
    open.put(session, box);
    early.forEach(
        (from, waiting) ->
            waiting.removeIf(
                each -> {
                  boolean mine = each.session().equals(session);
                  if (mine && box.parties.contains(from)) {
                    box.letters.putIfAbsent(new Letter(from, 0), each.body());
                  }
                  return mine;
                }));
    return true;
  }

  /** Keeps a message, or says why not. */
  public synchronized Put put(int from, String session, int round, byte[] body) {
    if (body.length > MOST_BYTES || over.containsKey(session)) {
      return Put.NEVER;
    }
    var box = open.get(session);
    if (box == null) {
      return putEarly(from, session, round, body);
    }
    if (!box.parties.contains(from) || round > box.awaited + 1) {
      return Put.NEVER;
    }
    if (round >= box.awaited) {
      box.letters.putIfAbsent(new Letter(from, round), body);
      notifyAll();
    }
    return Put.KEPT;
  }

  private Put putEarly(int from, String session, int round, byte[] body) {
    if (!session.startsWith(EARLY) || round != 0) {
      return Put.LATER;
    }
    if (body.length > MOST_OPENING_BYTES) {
      return Put.NEVER;
    }
    var waiting = early.computeIfAbsent(from, _ -> new ArrayDeque<>());
    long now = System.nanoTime();
    waiting.removeIf(each -> now - each.arrived() > LIFE.toNanos());
    if (waiting.stream().anyMatch(each -> each.session().equals(session))) {
      return Put.KEPT;
    }
    if (waiting.size() >= MOST_EARLY) {
      return Put.LATER;
    }
    waiting.add(new Early(session, body, now));
    return Put.KEPT;
  }

  /** A session turns to a round. Said before this party's messages of that round go out. */
  synchronized void turn(String session, int round) {
    var box = open.get(session);
    if (box != null) {
      box.awaited = round;
    }
  }

  /** A party says that the session is over: nobody waits for it any longer. */
  synchronized void leave(String session, int from) {
    var box = open.get(session);
    if (box != null) {
      box.left.add(from);
      notifyAll();
    }
  }

  /** Waits for one message of an open session until a time of {@link System#nanoTime}. */
  synchronized Optional<byte[]> take(String session, int from, int round, long until)
      throws InterruptedException {
    var letter = new Letter(from, round);
    while (true) {
      var box = open.get(session);
      if (box == null) {
        return Optional.empty();
      }
      var body = box.letters.remove(letter);
      if (body != null) {
        return Optional.of(body);
      }
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0 || box.left.contains(from)) {
        return Optional.empty();
      }
      wait(left);
    }
  }

  /** Forgets a session's messages, and takes no more of a signing that is over. */
  synchronized void close(String session) {
    open.remove(session);
    if (session.startsWith(EARLY)) {
      over.put(session, true);
    }
    notifyAll();
  }
}
