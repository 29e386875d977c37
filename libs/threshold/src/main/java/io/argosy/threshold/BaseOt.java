package io.argosy.threshold;

import java.util.Arrays;

/**
 * 256 oblivious transfers of random keys between one pair: Masny and Rindal's endemic OT (ePrint
 * 2019/706). The receiver's points r0, r1 fix each other through a hash to the curve, so that the
 * receiver knows the logarithm behind one of the two keys only.
 */
final class BaseOt {
  static final int COUNT = 256;
  static final int RECEIVER_BYTES = COUNT * 2 * Points.AFFINE;
  static final int SENDER_BYTES = COUNT * 2 * Points.AFFINE;
  private static final String DOMAIN = "argosy dkls23 1 base ot secp256k1_XMD:SHA-256_SSWU_RO_";

  private BaseOt() {}

  private static byte[] message(byte[] sid, int index, int choice, byte[] point) {
    return Hash.tagged("base ot point")
        .bytes(sid)
        .number(index)
        .number(choice)
        .bytes(Points.compress(point))
        .digest();
  }

  private static byte[] key(byte[] sid, int index, int choice, byte[] product) {
    return Hash.tagged("base ot key")
        .bytes(sid)
        .number(index)
        .number(choice)
        .bytes(product)
        .digest();
  }

  /** The side that learns one key of each two. */
  static final class Receiver {
    private final byte[] sid;
    private final byte[] choices;
    private final long[][] secrets = new long[COUNT][];

    /**
     * @param choices 256 bits, bit i at {@code choices[i / 8] >> (i % 8)}
     */
    Receiver(byte[] sid, byte[] choices) {
      this.sid = sid;
      this.choices = choices;
    }

    private int choice(int index) {
      return choices[index >> 3] >> (index & 7) & 1;
    }

    byte[] request(Randomness random) {
      byte[][] others = new byte[COUNT][];
      byte[][] messages = new byte[COUNT][];
      for (int i = 0; i < COUNT; i++) {
        others[i] = Points.generator(Scalars.random(random));
        messages[i] = message(sid, i, choice(i), others[i]);
      }
      byte[][] hashed = HashToCurve.points(DOMAIN, messages);
      var out = new Message(RECEIVER_BYTES);
      for (int i = 0; i < COUNT; i++) {
        secrets[i] = Scalars.random(random);
        byte[] known = Points.generator(secrets[i]);
        byte[] mine = Points.subtract(known, hashed[i]);
        out.affine(chosen(mine, others[i], choice(i))).affine(chosen(others[i], mine, choice(i)));
      }
      return out.build();
    }

    void wipe() {
      for (long[] secret : secrets) {
        if (secret != null) {
          Arrays.fill(secret, 0);
        }
      }
    }

    /** The chosen keys, one of each two. */
    byte[][] keys(Fields answer) throws ProtocolFault {
      byte[][] keys = new byte[COUNT][];
      for (int i = 0; i < COUNT; i++) {
        byte[] zero = answer.affine();
        byte[] one = answer.affine();
        int choice = choice(i);
        byte[] chosen = chosen(zero, one, choice);
        keys[i] = key(sid, i, choice, Points.hashedProduct(Scalars.bytes(secrets[i]), chosen));
      }
      return keys;
    }
  }

  /**
   * What the side that learns both keys has.
   *
   * @param keys by index, then by choice
   */
  record Sent(byte[] answer, byte[][][] keys) {}

  static Sent send(byte[] sid, Fields request, Randomness random) throws ProtocolFault {
    byte[][] received = new byte[2 * COUNT][];
    for (int k = 0; k < received.length; k++) {
      received[k] = request.affine();
    }
    byte[][] messages = new byte[2 * COUNT][];
    for (int k = 0; k < messages.length; k++) {
      messages[k] = message(sid, k >> 1, k & 1, received[k ^ 1]);
    }
    byte[][] hashed = HashToCurve.points(DOMAIN, messages);
    var out = new Message(SENDER_BYTES);
    byte[][][] keys = new byte[COUNT][2][];
    for (int k = 0; k < 2 * COUNT; k++) {
      byte[] secret = Scalars.bytes(Scalars.random(random));
      out.affine(Points.generator(secret));
      byte[] base =
          Points.sum(received[k], hashed[k])
              .orElseThrow(() -> ProtocolFault.malformed(request.from(), "points that cancel out"));
      keys[k >> 1][k & 1] = key(sid, k >> 1, k & 1, Points.hashedProduct(secret, base));
    }
    return new Sent(out.build(), keys);
  }

  /** One of two points, without a branch on the choice. */
  static byte[] chosen(byte[] zero, byte[] one, int choice) {
    byte[] out = new byte[65];
    for (int k = 0; k < 65; k++) {
      out[k] = (byte) (zero[k] ^ ((zero[k] ^ one[k]) & -choice));
    }
    return out;
  }
}
