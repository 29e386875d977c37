package io.argosy.threshold;

/**
 * 256 oblivious transfers of random keys between one pair: Masny and Rindal's endemic OT (ePrint
 * 2019/706). The receiver's points r0, r1 fix each other through a hash to the curve, so that the
 * receiver knows the logarithm behind one of the two keys only.
 */
final class BaseOt {
  static final int COUNT = 256;
  static final int RECEIVER_BYTES = COUNT * 2 * Points.COMPRESSED;
  static final int SENDER_BYTES = COUNT * 2 * Points.COMPRESSED;
  private static final String DOMAIN = "argosy dkls23 1 base ot secp256k1_XMD:SHA-256_SSWU_RO_";

  private BaseOt() {}

  private static byte[] hashed(byte[] sid, int index, int choice, byte[] point) {
    byte[] message =
        Hash.tagged("base ot point")
            .bytes(sid)
            .number(index)
            .number(choice)
            .bytes(Points.compress(point))
            .digest();
    return HashToCurve.point(DOMAIN, message);
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
      var out = new Message();
      for (int i = 0; i < COUNT; i++) {
        int choice = choice(i);
        byte[] other = Points.generator(Scalars.bytes(Scalars.random(random)));
        secrets[i] = Scalars.random(random);
        byte[] mine =
            Points.subtract(
                Points.generator(Scalars.bytes(secrets[i])), hashed(sid, i, choice, other));
        byte[] zero = new byte[65];
        byte[] one = new byte[65];
        for (int k = 0; k < 65; k++) {
          int swap = (mine[k] ^ other[k]) & -choice;
          zero[k] = (byte) (mine[k] ^ swap);
          one[k] = (byte) (other[k] ^ swap);
        }
        out.point(zero).point(one);
      }
      return out.build();
    }

    /** The chosen keys, one of each two. */
    byte[][] keys(Fields answer) throws ProtocolFault {
      byte[][] keys = new byte[COUNT][];
      for (int i = 0; i < COUNT; i++) {
        byte[] zero = answer.point();
        byte[] one = answer.point();
        int choice = choice(i);
        byte[] chosen = new byte[65];
        for (int k = 0; k < 65; k++) {
          chosen[k] = (byte) (zero[k] ^ ((zero[k] ^ one[k]) & -choice));
        }
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
    var out = new Message();
    byte[][][] keys = new byte[COUNT][2][];
    for (int i = 0; i < COUNT; i++) {
      byte[][] received = {request.point(), request.point()};
      for (int choice = 0; choice < 2; choice++) {
        byte[] secret = Scalars.bytes(Scalars.random(random));
        out.point(Points.generator(secret));
        byte[] base = Points.add(received[choice], hashed(sid, i, choice, received[1 - choice]));
        keys[i][choice] = key(sid, i, choice, Points.hashedProduct(secret, base));
      }
    }
    return new Sent(out.build(), keys);
  }
}
