package io.argosy.api.state;

/** Where a test may stop the process: each gap between two effects. Does nothing in main. */
public interface Faults {
  /** A gap, named after the effect before it. */
  enum Point {
    ACKNOWLEDGEMENT_STORED,
    BATCH_REGISTERED,
    SHARDS_PLANNED,
    REFILL_PLANNED,
    SESSION_STORED,
    SIGNATURES_RECEIVED,
    SIGNATURES_STORED,
    NONCE_RESERVED,
    ATTEMPT_STORED,
    ATTEMPT_SENT,
    BLOCK_STORED,
    NONCES_SETTLED,
    SHARDS_BOOKED,
    REFILLS_BOOKED,
    EXPIRED_LEAVES_BOOKED
  }

  /** Nothing stops. */
  Faults NONE = point -> {};

  /** Passes a gap. */
  void at(Point point);
}
