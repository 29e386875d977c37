package io.argosy.custody.share;

import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;

/**
 * What a sealed share belongs to; it is the additional data of every layer, so a share opened under
 * another name does not open.
 *
 * @param daemon the daemon's name in the roster, 1 to 64 of {@code a-z 0-9 -}
 * @param key the threshold key's id, 1 to 64 of {@code a-z 0-9 -}
 * @param epoch 0 for the key generation, one more for each refresh or resharing
 */
public record ShareContext(Digest32 genesis, String daemon, String key, int epoch) {
  private static final String NAME = "[a-z0-9-]{1,64}";

  public ShareContext {
    if (!daemon.matches(NAME) || !key.matches(NAME) || epoch < 0) {
      throw new IllegalArgumentException("daemon, key or epoch cannot name a share");
    }
  }

  /** Names the share among those of its daemon. */
  String name() {
    return key + "-" + epoch;
  }

  /**
   * Names the context's wrapping key; daemon and key have no dot, so no name is another's begin.
   */
  String wrappingKey() {
    return daemon + "." + key + "." + epoch;
  }

  /** The context as bytes: one line a field, no field can hold a line end. */
  byte[] aad() {
    return "argosy share 1\n%s\n%s\n%s\n%d\n"
        .formatted(genesis, daemon, key, epoch)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
