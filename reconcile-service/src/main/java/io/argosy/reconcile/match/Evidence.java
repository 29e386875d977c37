package io.argosy.reconcile.match;

import io.argosy.model.Digest32;

/** Where on the chain something stands. */
public record Evidence(long block, int logIndex, Digest32 transaction) {}
