package io.argosy.api.state;

import java.time.Clock;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** The one door through which shards change their state. Thread-safe. */
public final class ShardMoves {
  private final Clock clock;

  public ShardMoves(Clock clock) {
    this.clock = clock;
  }

  /**
   * Moves all of them or none, and tells it, in the caller's transaction.
   *
   * @throws IllegalStateException when the machine has no such move, or a shard stands elsewhere
   */
  public void advance(
      Handle tx, Collection<Long> shards, ShardState from, ShardState to, String why) {
    ShardState.MOVES.require(from, to);
    if (shards.isEmpty()) {
      return;
    }
    int moved =
        tx.createUpdate(
                "UPDATE shard SET state = :to WHERE shard_id = ANY(:shards) AND state = :from")
            .bind("shards", shards.toArray(Long[]::new))
            .bind("from", from)
            .bind("to", to)
            .execute();
    if (moved != shards.size()) {
      throw new IllegalStateException(
          moved + " of " + shards.size() + " shards stand at " + from + ": " + shards);
    }
    tell(tx, shards, "SHARD_" + to, why);
  }

  /** Tells that shards were made; they are born PLANNED. */
  public void planned(Handle tx, Collection<Long> shards) {
    tell(tx, shards, "SHARD_" + ShardState.PLANNED, "its sum is held");
  }

  private void tell(Handle tx, Collection<Long> shards, String kind, String why) {
    int _ =
        tx.createUpdate(
                """
                INSERT INTO event (batch_id, kind, detail, happened_at)
                SELECT batch_id, :kind,
                       'shard ' || number || ' (' || cardinality(leaves) || ' payouts): ' || :why,
                       :now
                  FROM shard
                 WHERE shard_id = ANY(:shards)
                 ORDER BY shard_id""")
            .bind("shards", shards.toArray(Long[]::new))
            .bind("kind", kind)
            .bind("why", why)
            .bind("now", clock.instant())
            .execute();
  }
}
