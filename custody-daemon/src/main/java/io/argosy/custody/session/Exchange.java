package io.argosy.custody.session;

import io.argosy.custody.session.PeerClient.Taken;
import io.grpc.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session's post: in each round a message to every other party, and one of each. Confined to
 * the session's thread; the sending itself goes in parallel.
 */
final class Exchange implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration HEAR = Duration.ofMillis(500);
  private final Peers peers;
  private final Mailbox mailbox;
  private final String session;
  private final List<Integer> others;
  private final Faults faults;
  private volatile boolean closed;
  private int rounds;

  private Exchange(
      Peers peers, Mailbox mailbox, String session, List<Integer> others, Faults faults) {
    this.peers = peers;
    this.mailbox = mailbox;
    this.session = session;
    this.others = others;
    this.faults = faults;
  }

  /**
   * Opens a session's post.
   *
   * @param session the same text at all parties; of a signing, never used before
   * @param parties everybody's index, this daemon's among them
   */
  static Exchange open(
      Peers peers, Mailbox mailbox, String session, List<Integer> parties, Faults faults) {
    var others = parties.stream().filter(party -> party != peers.self()).toList();
    if (!mailbox.open(session, others)) {
      throw new IllegalStateException("session " + session + " is or was open here");
    }
    return new Exchange(peers, mailbox, session, others, faults);
  }

  /** A round's messages, or the first party that did not do its part. */
  sealed interface Round {
    /** One message of each other party, by index. */
    record Complete(Map<Integer, byte[]> received) implements Round {}

    /** This party took no message or sent none in time, or does not answer at all. */
    record Stalled(int party) implements Round {}

    /** For this party the session is over. */
    record Left(int party) implements Round {}
  }

  /** One message on its way. */
  private final class Delivery {
    private final int to;
    private final Thread thread;
    private volatile Taken taken = Taken.NOT_NOW;

    Delivery(int to, int round, byte[] body, long until) {
      this.to = to;
      this.thread =
          Thread.ofVirtual()
              .start(
                  Context.current()
                      .wrap(
                          () -> {
                            taken = send(to, round, body, until);
                            if (taken == Taken.NEVER) {
                              mailbox.leave(session, to);
                            }
                          }));
    }

    Taken result(long until) throws InterruptedException {
      var left = Duration.ofNanos(until - System.nanoTime());
      boolean _ = left.isPositive() && thread.join(left);
      return taken;
    }
  }

  /** Sends the next round's message to each and waits for one of each. */
  Round swap(Map<Integer, byte[]> outgoing, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    int round = rounds++;
    mailbox.turn(session, round);
    var deliveries = new ArrayList<Delivery>();
    for (int other : others) {
      byte[] body = outgoing.getOrDefault(other, new byte[0]);
      faults.at(Faults.Point.SENDING, body);
      deliveries.add(new Delivery(other, round, body, until));
    }
    var received = new HashMap<Integer, byte[]>();
    for (var delivery : deliveries) {
      switch (mailbox.take(session, delivery.to, round, until)) {
        case Mailbox.Taken.Letter(var body) -> received.put(delivery.to, body);
        case Mailbox.Taken.Left _ -> {
          return new Round.Left(delivery.to);
        }
        case Mailbox.Taken.Late _ -> {
          return late(delivery.to, round);
        }
        case Mailbox.Taken.Gone _ -> {
          return new Round.Stalled(delivery.to);
        }
      }
    }
    var failed = delivered(deliveries, until);
    faults.at(Faults.Point.SENT);
    return failed.orElseGet(() -> new Round.Complete(received));
  }

  /**
   * Who waits in vain for a member that itself waits for a third must not blame it: all who gave up
   * say so first, and hear for a moment whether the other had said so before.
   */
  private Round late(int party, int round) throws InterruptedException {
    tellLeft();
    long until = System.nanoTime() + HEAR.toNanos();
    return mailbox.take(session, party, round, until) instanceof Mailbox.Taken.Left
        ? new Round.Left(party)
        : new Round.Stalled(party);
  }

  private static Optional<Round> delivered(List<Delivery> deliveries, long until)
      throws InterruptedException {
    for (var delivery : deliveries) {
      switch (delivery.result(until)) {
        case YES -> {}
        case NOT_NOW -> {
          return Optional.of(new Round.Stalled(delivery.to));
        }
        case NEVER -> {
          return Optional.of(new Round.Left(delivery.to));
        }
      }
    }
    return Optional.empty();
  }

  /** A peer that is just starting, or whose connection broke, is tried until the round's end. */
  private Taken send(int other, int round, byte[] body, long until) {
    while (!closed && !mailbox.away(session, other)) {
      var left = Duration.ofNanos(until - System.nanoTime());
      var taken =
          left.isPositive() ? peers.deliver(other, session, round, body, left) : Taken.NOT_NOW;
      if (taken != Taken.NOT_NOW || !left.isPositive()) {
        return taken;
      }
      pause();
    }
    return Taken.NOT_NOW;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same message to everybody. */
  Map<Integer, byte[]> toAll(byte[] body) {
    var all = new HashMap<Integer, byte[]>();
    others.forEach(other -> all.put(other, body));
    return all;
  }

  /**
   * The session gave nothing here, so the others need not wait for this party's next message. A
   * ceremony's name comes again: before its round 0 is over, whoever comes late may still open it.
   */
  void leave() {
    close();
    tellLeft();
  }

  private void tellLeft() {
    if (rounds > 1 || session.startsWith(EarlyLetters.SIGNING)) {
      others.forEach(other -> peers.leave(other, session));
    }
  }

  @Override
  public void close() {
    closed = true;
    mailbox.close(session);
  }
}
