package io.argosy.custody.ceremony;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a daemon says of a key before its shares are made anew: 4 bytes and one.
 *
 * @param highest of the epochs that it has anything of
 */
record Holding(int highest, Held held) {
  /** Whether it can deal. */
  enum Held {
    NOTHING,
    SHARE
  }

  private static final int BYTES = 5;

  byte[] encoded() {
    return ByteBuffer.allocate(BYTES)
        .putInt(highest)
        .put((byte) (held == Held.SHARE ? 1 : 0))
        .array();
  }

  /** Empty for what no daemon says. */
  static Optional<Holding> decode(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] < 0 || bytes[4] < 0 || bytes[4] > 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Holding(ByteBuffer.wrap(bytes).getInt(), bytes[4] == 1 ? Held.SHARE : Held.NOTHING));
  }
}
