package io.argosy.threshold;

import java.util.Map;

/**
 * What a round comes to.
 *
 * @param <T> what the protocol gives this party
 */
public sealed interface Outcome<T> {
  /** These go out, one to each peer; then a round follows. */
  record Continue<T>(Map<Integer, byte[]> toEachPeer) implements Outcome<T> {
    public Continue {
      toEachPeer = Map.copyOf(toEachPeer);
    }
  }

  /** The protocol is over, and holds. */
  record Done<T>(T value) implements Outcome<T> {}

  /** The protocol is over without a result. */
  record Aborted<T>(Abort abort) implements Outcome<T> {}
}
