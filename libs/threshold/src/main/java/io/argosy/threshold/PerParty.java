package io.argosy.threshold;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One thing for each party, in the order of their indexes. */
final class PerParty<T> {
  private final TreeMap<Integer, T> all = new TreeMap<>();

  void put(int party, T thing) {
    all.put(party, thing);
  }

  T get(int party) {
    @Nullable T thing = all.get(party);
    if (thing == null) {
      throw new IllegalStateException("nothing of party " + party);
    }
    return thing;
  }

  void forEach(BiConsumer<Integer, T> step) {
    all.forEach(step);
  }
}
