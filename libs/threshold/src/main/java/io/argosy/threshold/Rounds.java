package io.argosy.threshold;

import java.util.Map;

/**
 * One party's side of a protocol. In each round every party sends every other party exactly one
 * byte string; the next round begins when all of them have arrived. Confined to one thread.
 *
 * @param <T> what the protocol gives this party
 */
public interface Rounds<T> {
  /** Begins: the first messages, by the peers' indexes. */
  Outcome<T> start();

  /** Goes on with one message of each peer, by their indexes. */
  Outcome<T> next(Map<Integer, byte[]> received);

  /** Ends it before it has given anything: what is secret is wiped, and no round follows. */
  void abandon();
}
