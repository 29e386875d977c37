package io.argosy.api.send;

import io.argosy.api.state.RefillState;
import io.argosy.api.state.ShardState;
import java.util.EnumSet;
import java.util.Set;

/** What a nonce was reserved for. */
sealed interface Cargo {
  /** Whether it is still worth a transaction; else the nonce is only filled. */
  boolean isWanted();

  /** A shard of payouts. */
  record Shard(long id, ShardState state) implements Cargo {
    private static final Set<ShardState> WANTED = EnumSet.of(ShardState.SIGNED, ShardState.SENT);

    @Override
    public boolean isWanted() {
      return WANTED.contains(state);
    }
  }

  /** Gas money for a lane. */
  record Refill(long id, RefillState state) implements Cargo {
    @Override
    public boolean isWanted() {
      return state == RefillState.SIGNED;
    }
  }
}
