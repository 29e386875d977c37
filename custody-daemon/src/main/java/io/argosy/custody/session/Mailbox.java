package io.argosy.custody.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What peers sent and no session has taken yet. An open session has room for one message of each of
 * its parties for the round that it waits for and for the next, whole or on its way; the first
 * whole one stands. Of sessions that are not open here yet only a small round 0 waits ({@link
 * EarlyLetters}). So a peer fills no more memory than two messages for each session that this
 * daemon itself has open with it. Thread-safe.
 */
public final class Mailbox {
  /** Of one message: a part of a signing's digests fits, and every message of a ceremony. */
  public static final int MOST_BYTES = 4 << 20;

  private static final int REMEMBERED = 4_096;

  /** Whether a message may come now. */
  public sealed interface Offered {
    /** Its bytes may be added. */
    record Take(Arrival arrival) implements Offered {}

    /** It stands here already, or its round is over. */
    record Kept() implements Offered {}

    /** Not yet, or too much waits; the same message may come again. */
    record Later() implements Offered {}

    /** The session is over here, the sender no party of it, or the message too large. */
    record Never() implements Offered {}
  }

  /** What becomes of a wait for a message. */
  sealed interface Taken {
    /** It is here. */
    record Letter(byte[] body) implements Taken {}

    /** It did not come in time. */
    record Late() implements Taken {}

    /** Its sender does not answer at all any more. */
    record Gone() implements Taken {}

    /** For its sender the session is over. */
    record Left() implements Taken {}
  }

  private record Slot(int from, int round) {}

  private static final class Box {
    private final Set<Integer> parties;
    private final Map<Slot, byte[]> letters = new HashMap<>();
    private final Map<Slot, Arrival> arriving = new HashMap<>();
    private final Set<Integer> left = new HashSet<>();
    private final Set<Integer> gone = new HashSet<>();
    private final Map<Integer, Integer> taken = new HashMap<>();
    private int awaited;

    Box(List<Integer> parties) {
      this.parties = Set.copyOf(parties);
    }

    boolean past(Slot slot) {
      return slot.round() < awaited || slot.round() <= taken.getOrDefault(slot.from(), -1);
    }
  }

  private final Map<String, Box> open = new HashMap<>();
  private final EarlyLetters early = new EarlyLetters();
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
    var box = new Box(parties);
    open.put(session, box);
    early.take(session).forEach((from, body) -> keep(box, new Slot(from, 0), body));
    return true;
  }

  /** Whether a message may come; what is announced is reserved until its end or the session's. */
  public synchronized Offered offer(int from, String session, int round, int length) {
    if (length < 0 || length > MOST_BYTES || over.containsKey(session)) {
      return new Offered.Never();
    }
    var box = open.get(session);
    if (box == null) {
      return early
          .refuses(from, session, round, length)
          .orElseGet(() -> new Offered.Take(new Arrival(this, from, session, round, length)));
    }
    var slot = new Slot(from, round);
    if (!box.parties.contains(from) || round > box.awaited + 1) {
      return new Offered.Never();
    }
    if (box.past(slot) || box.letters.containsKey(slot)) {
      return new Offered.Kept();
    }
    if (box.arriving.containsKey(slot)) {
      return new Offered.Later();
    }
    var arrival = new Arrival(this, from, session, round, length);
    box.arriving.put(slot, arrival);
    return new Offered.Take(arrival);
  }

  /** A whole message; what came too late is dropped. */
  synchronized void arrived(Arrival arrival, byte[] body) {
    var box = open.get(arrival.session());
    if (box == null) {
      if (!over.containsKey(arrival.session())) {
        early.put(arrival.from(), arrival.session(), body);
      }
      return;
    }
    var slot = new Slot(arrival.from(), arrival.round());
    var _ = box.arriving.remove(slot, arrival);
    if (box.parties.contains(arrival.from())) {
      keep(box, slot, body);
    }
  }

  private void keep(Box box, Slot slot, byte[] body) {
    if (box.parties.contains(slot.from()) && !box.past(slot)) {
      box.letters.putIfAbsent(slot, body);
      notifyAll();
    }
  }

  /** A message will not be finished; it may be offered again. */
  synchronized void dropped(Arrival arrival) {
    var box = open.get(arrival.session());
    if (box != null) {
      var _ = box.arriving.remove(new Slot(arrival.from(), arrival.round()), arrival);
    }
  }

  /** A session turns to a round. Said before this party's messages of that round go out. */
  synchronized void turn(String session, int round) {
    var box = open.get(session);
    if (box != null) {
      box.awaited = round;
    }
  }

  /** A party says that the session is over: nobody waits for it any longer. */
  public synchronized void leave(String session, int from) {
    var box = open.get(session);
    if (box != null && box.parties.contains(from)) {
      box.left.add(from);
      notifyAll();
    }
  }

  /** Nobody waits for this party any longer, in whatever session that is open now. */
  public synchronized void leaveAll(int from) {
    open.keySet().forEach(session -> leave(session, from));
  }

  /**
   * A party does not answer at all. A ceremony, which people start by hand, waits for it to begin;
   * what it had begun it never resumes.
   */
  public synchronized void gone(int from) {
    open.forEach(
        (session, box) -> {
          boolean begun = EarlyLetters.unasked(session) || box.awaited > 0;
          if (begun && box.parties.contains(from)) {
            box.gone.add(from);
          }
        });
    notifyAll();
  }

  /** Peers that ask to set a pair up again: the sessions' names, by their senders. */
  public synchronized Map<Integer, List<String>> askedForPairs() {
    return early.askedForPairs();
  }

  /** Whether a message to this party is in vain: it left, or it does not answer at all. */
  synchronized boolean away(String session, int party) {
    var box = open.get(session);
    return box != null && (box.left.contains(party) || box.gone.contains(party));
  }

  /** Waits for one message of an open session until a time of {@link System#nanoTime}. */
  synchronized Taken take(String session, int from, int round, long until)
      throws InterruptedException {
    var slot = new Slot(from, round);
    while (true) {
      var box = open.get(session);
      if (box == null) {
        return new Taken.Left();
      }
      var body = box.letters.remove(slot);
      if (body != null) {
        box.taken.put(from, round);
        return new Taken.Letter(body);
      }
      if (box.left.contains(from)) {
        return new Taken.Left();
      }
      if (box.gone.contains(from)) {
        return new Taken.Gone();
      }
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return new Taken.Late();
      }
      wait(left);
    }
  }

  /** Forgets a session's messages, and takes no more of a signing that is over. */
  synchronized void close(String session) {
    var box = open.remove(session);
    if (box != null) {
      box.arriving.values().forEach(Arrival::forget);
    }
    if (session.startsWith(EarlyLetters.SIGNING)) {
      over.put(session, true);
    }
    notifyAll();
  }
}
