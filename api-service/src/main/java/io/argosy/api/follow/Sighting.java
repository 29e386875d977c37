package io.argosy.api.follow;

import io.argosy.model.Digest32;

/** What a block tells of a leaf. */
record Sighting(Digest32 statement, int leaf, Kind kind, Digest32 transaction, int logIndex) {
  enum Kind {
    /** The executor says paid, and the token's log says the same to the last unit. */
    PAID,
    /** The call reverted; the leaf stays payable. */
    FAILED,
    /** The executor or the token's log leaves it open whether it was paid; people decide. */
    DISPUTED,
    /** Never to be paid. */
    VOID
  }
}
