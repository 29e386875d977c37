package io.argosy.api.state;

import java.util.Map;
import java.util.Set;

/** The allowed moves of one machine; whatever is not listed is a bug. Immutable. */
public final class Moves<S extends Enum<S>> {
  private final Map<S, Set<S>> allowed;

  Moves(Map<S, Set<S>> allowed) {
    this.allowed = Map.copyOf(allowed);
  }

  /** Whether the machine has this move. */
  public boolean allow(S from, S to) {
    return allowed.getOrDefault(from, Set.of()).contains(to);
  }

  /** Whether nothing leads out of a state. */
  public boolean isFinal(S state) {
    return allowed.getOrDefault(state, Set.of()).isEmpty();
  }

  /** Throws where the machine has no such move. */
  public void require(S from, S to) {
    if (!allow(from, to)) {
      throw new IllegalStateException("no move from " + from + " to " + to);
    }
  }
}
