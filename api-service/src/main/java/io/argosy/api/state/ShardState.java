package io.argosy.api.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a shard stands. Stored once, in the table shard. */
public enum ShardState {
  /** Its leaves are chosen and its sum is held; nobody was asked to sign it yet, or nobody did. */
  PLANNED,
  /** Custody signed it: from now on anybody may submit it until its deadline. */
  SIGNED,
  /** A lane's signed bytes for it are stored, so they may have been sent. */
  SENT,
  /** A block that is not final yet tells of it. */
  INCLUDED,
  /** It is over: a final block tells what became of its leaves, some of which are settled. */
  FINAL,
  /** It is over and settled no leaf; those that may still be paid go into another shard. */
  SUPERSEDED;

  /** Every move that a shard may make. */
  public static final Moves<ShardState> MOVES = new Moves<>(table());

  private static Map<ShardState, Set<ShardState>> table() {
    var moves = new EnumMap<ShardState, Set<ShardState>>(ShardState.class);
    // Included out of turn: somebody else submitted an authorization for the same leaves.
    moves.put(PLANNED, EnumSet.of(SIGNED, INCLUDED, SUPERSEDED));
    moves.put(SIGNED, EnumSet.of(SENT, INCLUDED, SUPERSEDED));
    // Back to signed where its nonce was used by a transaction that is not ours.
    moves.put(SENT, EnumSet.of(SIGNED, INCLUDED, SUPERSEDED));
    // Back to where it came from, when the chain gives its block up.
    moves.put(INCLUDED, EnumSet.of(PLANNED, SIGNED, SENT, FINAL, SUPERSEDED));
    return moves;
  }
}
