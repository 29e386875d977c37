package io.argosy.threshold;

import java.io.ByteArrayOutputStream;

/** Writes one message: fixed lengths, one field after the other, nothing between. */
final class Message {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Message bytes(byte[] field) {
    out.writeBytes(field);
    return this;
  }

  /** 32 bytes, big-endian. */
  Message scalar(long[] value) {
    return bytes(Scalars.bytes(value));
  }

  /** 33 bytes. */
  Message point(byte[] point) {
    return bytes(Points.compress(point));
  }

  byte[] build() {
    return out.toByteArray();
  }
}
