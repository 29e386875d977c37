package io.argosy.reconcile.match;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;

/** A treasury's own word, by the executor's event, about one leaf. It proves nothing alone. */
public record Claim(LeafRef leaf, AccountId treasury, AssetId asset, Kind kind, Evidence at) {
  /** What the event says of the leaf. */
  public enum Kind {
    /** The call answered true or nothing. */
    PAID,
    /** The token answered something else: money may have moved, people decide. */
    DISPUTED
  }
}
