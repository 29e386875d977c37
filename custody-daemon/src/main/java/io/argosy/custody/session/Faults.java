package io.argosy.custody.session;

/**
 * Where a test may stop the process: every durable write and every send of a session. Does nothing
 * in main.
 */
public interface Faults {
  /** A moment, named after what was just done. */
  enum Point {
    CUT_OFF_KEPT,
    PERMIT_KEPT,
    /** All see the same; with the session's id. */
    AGREED,
    /** A message is about to go to one peer; with the message. */
    SENDING,
    /** Every peer took its message of the round. */
    SENT,
    END_KEPT,
    PAIR_ERASED,
    ERASURE_KEPT,
    PAIR_SEALED,
    RENEWAL_KEPT
  }

  /** Nothing stops. */
  Faults NONE = (point, what) -> {};

  /**
   * Passes a moment.
   *
   * @param what bytes that belong to it; empty where none do
   */
  void at(Point point, byte[] what);

  /** Passes a moment to which no bytes belong. */
  default void at(Point point) {
    at(point, new byte[0]);
  }
}
