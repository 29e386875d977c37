package io.argosy.threshold;

import java.util.Arrays;

/** Writes one message of a known length: fixed lengths, one field after the other. */
final class Message {
  private final byte[] message;
  private int next;

  Message(int length) {
    message = new byte[length];
  }

  /** Leaves room for so many bytes that the caller writes into {@link #array}; where they begin. */
  int skip(int length) {
    int at = next;
    next += length;
    return at;
  }

  byte[] array() {
    return message;
  }

  Message bytes(byte[] field) {
    System.arraycopy(field, 0, message, skip(field.length), field.length);
    return this;
  }

  /** 32 bytes, big-endian. */
  Message scalar(long[] value) {
    Limbs.write(message, skip(32), value, 0);
    return this;
  }

  /** 33 bytes. */
  Message point(byte[] point) {
    return bytes(Points.compress(point));
  }

  /** 64 bytes. */
  Message affine(byte[] point) {
    System.arraycopy(point, 1, message, skip(Points.AFFINE), Points.AFFINE);
    return this;
  }

  /** The whole message; its array is the reader's from now on. */
  byte[] build() {
    if (next != message.length) {
      throw new IllegalStateException("a message of " + message.length + " bytes has " + next);
    }
    return message;
  }

  /** Forgets a secret that was written. */
  void wipe() {
    Arrays.fill(message, (byte) 0);
  }
}
