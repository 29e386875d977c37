package io.argosy.reconcile.follow;

import java.io.IOException;

/** The endpoint tells a chain that cannot be: nothing of the answer is stored. */
final class BrokenChain extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenChain(String text) {
    super(text);
  }
}
