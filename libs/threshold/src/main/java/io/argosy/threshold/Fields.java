package io.argosy.threshold;

import java.util.Arrays;
import java.util.Map;

/** Reads one message of a peer strictly: exact length, canonical scalars, points on the curve. */
final class Fields {
  private final int from;
  private final byte[] message;
  private int next;

  private Fields(int from, byte[] message) {
    this.from = from;
    this.message = message;
  }

  /** The message of one peer, which must be there and of exactly this length. */
  static Fields of(Map<Integer, byte[]> received, int from, int length) throws ProtocolFault {
    byte[] message = received.get(from);
    if (message == null || message.length != length) {
      throw ProtocolFault.malformed(from, "a message of " + length + " bytes");
    }
    return new Fields(from, message);
  }

  /** Whose message it is. */
  int from() {
    return from;
  }

  byte[] array() {
    return message;
  }

  /** Passes over so many bytes, which the caller reads in {@link #array}; where they begin. */
  int skip(int length) {
    int at = next;
    next += length;
    return at;
  }

  byte[] bytes(int length) {
    int at = skip(length);
    return Arrays.copyOfRange(message, at, at + length);
  }

  long[] scalar() throws ProtocolFault {
    requireScalar(next);
    long[] out = new long[4];
    Limbs.read(out, 0, message, skip(32));
    return out;
  }

  /** A scalar at a place that was passed over must be below the order. */
  void requireScalar(int at) throws ProtocolFault {
    if (!Order.canonical(message, at)) {
      throw ProtocolFault.malformed(from, "a scalar below the order");
    }
  }

  byte[] point() throws ProtocolFault {
    return Points.parse(bytes(Points.COMPRESSED), from);
  }

  byte[] affine() throws ProtocolFault {
    return Points.parseAffine(message, skip(Points.AFFINE), from);
  }
}
