package io.argosy.reconcile.balance;

import java.util.HashSet;
import java.util.Set;

/** Whether a statement counts as signed by people, by what daemons told. */
enum Standing {
  /** Daemons enough tell it. */
  SIGNED,
  /** Too few tell it, and daemons that could not be read might. */
  UNDECIDED,
  /** Too few tell it, whatever the silent ones would say. */
  UNSIGNED;

  /**
   * Decides.
   *
   * @param tellers daemons that told the statement, now or before
   * @param silent daemons that could not be read to the end now
   */
  static Standing of(int threshold, Set<String> tellers, Set<String> silent) {
    if (tellers.size() >= threshold) {
      return SIGNED;
    }
    var possible = new HashSet<>(tellers);
    possible.addAll(silent);
    return possible.size() >= threshold ? UNDECIDED : UNSIGNED;
  }
}
