package io.argosy.custody.share;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sealed share as it stands on disk: the magic {@code ARGOSYS1}, the wrapped data key (length
 * first, 2 bytes, big-endian), then the share under the data key to the end.
 */
record SealedShare(byte[] wrappedKey, byte[] box) {
  private static final byte[] MAGIC = "ARGOSYS1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = MAGIC.length + 2;

  SealedShare {
    if (wrappedKey.length > 0xffff) {
      throw new IllegalArgumentException("a wrapped key has at most 65,535 bytes");
    }
  }

  byte[] encoded() {
    return ByteBuffer.allocate(HEAD + wrappedKey.length + box.length)
        .put(MAGIC)
        .putShort((short) wrappedKey.length)
        .put(wrappedKey)
        .put(box)
        .array();
  }

  /** Empty when the bytes are not a sealed share of this format. */
  static Optional<SealedShare> decode(byte[] bytes) {
    if (bytes.length < HEAD || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(MAGIC.length));
    if (bytes.length < HEAD + length) {
      return Optional.empty();
    }
    return Optional.of(
        new SealedShare(
            Arrays.copyOfRange(bytes, HEAD, HEAD + length),
            Arrays.copyOfRange(bytes, HEAD + length, bytes.length)));
  }
}
