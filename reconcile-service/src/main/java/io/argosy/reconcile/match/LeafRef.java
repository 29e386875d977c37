package io.argosy.reconcile.match;

import io.argosy.model.Digest32;

/** A leaf for ever: the statement's hash and the leaf's number, from 0. */
public record LeafRef(Digest32 statement, long leaf) {
  @Override
  public String toString() {
    return statement + "/" + leaf;
  }
}
