package io.argosy.custody.session;

/**
 * Where a test may stop the process: every durable write and every send of a session or a ceremony.
 * Does nothing in main.
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
    RENEWAL_KEPT,
    /** That the epoch to come waits for what others agreed to stands in the journal. */
    TAKEOVER_KEPT,
    /** A peer asks for a page of what this daemon agreed to, and is about to hear it. */
    CHECKPOINT_TOLD,
    /** What such a page says stands in the journal. */
    CHECKPOINT_KEPT,
    /** A sealed share stands on its shelf. */
    SHARE_SEALED,
    /** What this daemon says of a new epoch stands on its disk. */
    CERTIFICATE_KEPT,
    /** A peer asks what there is of a key's certificates, and is about to hear it. */
    CERTIFICATE_TOLD,
    /** What others said of an epoch stands on its disk, too. */
    CERTIFICATE_HEARD,
    /** The wrapping key of an epoch that is left is gone, its sealed share not yet. */
    SHARE_ENDING,
    /** Nothing of the epoch is left. */
    SHARE_ENDED
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
