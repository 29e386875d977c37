package io.argosy.threshold;

import java.util.List;

/**
 * Where a child key stands below its parent (BIP-32, non-hardened steps only); empty for the key
 * itself.
 *
 * @param steps at most 255 of 0 to 2^31 - 1
 */
public record DerivationPath(List<Integer> steps) {
  /** The key itself. */
  public static final DerivationPath NONE = new DerivationPath(List.of());

  private static final int DEEPEST = 255;

  public DerivationPath {
    steps = List.copyOf(steps);
    if (steps.size() > DEEPEST || steps.stream().anyMatch(step -> step < 0)) {
      throw new IllegalArgumentException("at most 255 steps of 0 to 2^31 - 1");
    }
  }
}
