package io.argosy.custody.share;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;

/** Names the shares of one daemon. */
public record Contexts(Digest32 genesis, DaemonId self) {
  ShareContext of(KeyId key, int epoch) {
    return new ShareContext(genesis, self.text(), key.text(), epoch);
  }
}
