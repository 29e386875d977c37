package io.argosy.custody.session;

import java.nio.ByteBuffer;

/**
 * One message on its way here, frame by frame; its bytes count against its session's room. Once the
 * session is over it holds nothing any more, however long its sender keeps the stream open.
 * Thread-safe.
 */
public final class Arrival {
  private static final byte[] NOTHING = {};
  private final Mailbox mailbox;
  private final int from;
  private final String session;
  private final int round;
  private byte[] body;
  private int filled;
  private boolean forgotten;

  Arrival(Mailbox mailbox, int from, String session, int round, int length) {
    this.mailbox = mailbox;
    this.from = from;
    this.session = session;
    this.round = round;
    this.body = new byte[length];
  }

  int from() {
    return from;
  }

  String session() {
    return session;
  }

  int round() {
    return round;
  }

  /** Adds the next bytes; false when the session is over, or there are more than were announced. */
  public synchronized boolean add(ByteBuffer frame) {
    int length = frame.remaining();
    if (forgotten || length > body.length - filled) {
      return false;
    }
    frame.get(body, filled, length);
    filled += length;
    return true;
  }

  /** Hands the whole over; false when bytes are missing. */
  public boolean end() {
    byte[] whole;
    synchronized (this) {
      if (forgotten || filled != body.length) {
        return false;
      }
      whole = body;
      body = NOTHING;
      forgotten = true;
    }
    mailbox.arrived(this, whole);
    return true;
  }

  /** Its sender gave up. */
  public void drop() {
    forget();
    mailbox.dropped(this);
  }

  synchronized void forget() {
    forgotten = true;
    body = NOTHING;
  }
}
