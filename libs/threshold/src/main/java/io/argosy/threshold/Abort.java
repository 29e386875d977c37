package io.argosy.threshold;

import java.util.Set;

/**
 * Why a protocol ended without a result.
 *
 * @param culprits indexes of the parties that provably did not follow it, as far as this party saw;
 *     empty when nobody can be blamed
 */
public record Abort(Kind kind, Set<Integer> culprits, String check) {
  /** What may follow. */
  public enum Kind {
    /** Another attempt, under a fresh session id. */
    RETRY,
    /** No session with the culprits any more: a check on oblivious transfers failed. */
    QUARANTINE
  }

  public Abort {
    culprits = Set.copyOf(culprits);
  }
}
