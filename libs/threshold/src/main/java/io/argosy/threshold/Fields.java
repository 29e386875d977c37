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

  byte[] bytes(int length) {
    byte[] field = Arrays.copyOfRange(message, next, next + length);
    next += length;
    return field;
  }

  long[] scalar() throws ProtocolFault {
    if (!Modulus.ORDER.canonical(message, next)) {
      throw ProtocolFault.malformed(from, "a scalar below the order");
    }
    return Scalars.parse(bytes(32));
  }

  byte[] point() throws ProtocolFault {
    return Points.parse(bytes(Points.COMPRESSED), from);
  }
}
