package io.argosy.custody.serve;

import io.argosy.model.KeyId;

/** Names of threshold keys, which are names of files, too. */
final class KeyNames {
  private static final String NAME = "[a-z0-9-]{1,64}";

  private KeyNames() {}

  static KeyId parse(String text) {
    if (!text.matches(NAME)) {
      throw Refusals.invalid("key_id", "1 to 64 of a-z, 0-9 and hyphen");
    }
    return new KeyId(text);
  }
}
