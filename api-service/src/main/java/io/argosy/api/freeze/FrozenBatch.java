package io.argosy.api.freeze;

import io.argosy.model.Leaf;
import io.argosy.model.Statement;
import java.util.List;

/**
 * What people sign, and what it stands for.
 *
 * @param leaves in their order for ever; a leaf's number is its place here
 * @param lines the input line of each leaf, in the same order
 */
public record FrozenBatch(Statement statement, List<Leaf> leaves, List<Integer> lines) {
  public FrozenBatch {
    leaves = List.copyOf(leaves);
    lines = List.copyOf(lines);
  }
}
