package io.argosy.custody.session;

import io.argosy.custodycore.Checkpoint;

/** What a peer says when it is asked for a page of its checkpoint. */
public sealed interface CheckpointRead {
  /** It shows one; nothing is checked but its size. */
  record Page(Checkpoint.Signed signed) implements CheckpointRead {}

  /** It shows none now. */
  record Not(String reason) implements CheckpointRead {}
}
