package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Products of secrets as sums (DKLs23, protocol 5.2, with l = 2 and one check column): Bob has a
 * random b, Alice has two numbers; they get c and d with c + d = a * b for each. One signature uses
 * 512 transfers, so that what Bob's choices leak to a cheating Alice is below 2^-128 (256 + 2 *
 * 128). Works on one chunk's transfers. Confined to one thread.
 */
final class Vole {
  /** Transfers a product. */
  static final int WIDTH = 512;

  static final int INPUTS = 2;
  private static final int COLUMNS = INPUTS + 1;

  /** Corrections, then the response of the check and its digest. */
  static final int MESSAGE_BYTES = WIDTH * COLUMNS * 32 + 32 + 32;

  private static final Modulus Q = Modulus.ORDER;
  private static final long[] GADGET = gadget();
  private final byte[] tag;
  private final MessageDigest sha = Hash.sha256();
  private final byte[] block = new byte[16 + 32 + 5];
  private final ByteBuffer view = ByteBuffer.wrap(block);
  private final byte[] digest = new byte[32];

  /**
   * @param sid names the session, the pair and the direction
   */
  Vole(byte[] sid) {
    this.tag = Arrays.copyOf(Hash.tagged("vole").bytes(sid).digest(), 16);
    view.put(0, tag);
  }

  /** Public, from a hash that nobody chose. */
  private static long[] gadget() {
    long[] out = new long[4 * WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      Q.read(out, 4 * j, Hash.tagged("gadget").number(j).digest(), 0);
    }
    return out;
  }

  /** A transfer's key as a scalar: the hash of its row, its number and the column. */
  private void key(
      long[] out, int o, long[] row, int r, long[] difference, int number, int column) {
    for (int w = 0; w < 4; w++) {
      view.putLong(16 + 8 * w, row[r + w] ^ difference[w]);
    }
    view.putInt(48, number);
    view.put(52, (byte) column);
    sha.update(block);
    try {
      sha.digest(digest, 0, 32);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    Q.read(out, o, digest, 0);
  }

  private static final long[] NOTHING = new long[4];

  /** Alice's result: her summands, and the message for Bob. */
  record Alice(long[][] summands, byte[] message) {}

  /**
   * Alice's side of one product.
   *
   * @param rows the chunk's rows q
   * @param difference the sender's D
   * @param number the product's place in the chunk
   */
  Alice alice(long[][] rows, long[] difference, int number, long[][] inputs, Randomness random) {
    long[] checkInput = Scalars.random(random);
    long[] zeros = new long[4 * WIDTH * COLUMNS];
    byte[] message = new byte[MESSAGE_BYTES];
    long[] transposed = new long[4 * 64];
    long[] one = new long[4];
    for (int j = 0; j < WIDTH; j++) {
      int transfer = number * WIDTH + j;
      if ((j & 63) == 0) {
        OtExtension.transpose(rows, transfer >> 6, transposed);
      }
      for (int i = 0; i < COLUMNS; i++) {
        int at = 4 * (j * COLUMNS + i);
        key(zeros, at, transposed, 4 * (j & 63), NOTHING, transfer, i);
        key(one, 0, transposed, 4 * (j & 63), difference, transfer, i);
        Q.subtract(one, 0, zeros, at, one, 0);
        Q.add(one, 0, one, 0, i < INPUTS ? inputs[i] : checkInput, 0);
        Modulus.write(message, 32 * (j * COLUMNS + i), one, 0);
      }
    }
    long[][] theta = theta(message, number);
    long[] response = checkInput;
    for (int i = 0; i < INPUTS; i++) {
      response = Scalars.add(response, Scalars.multiply(theta[i], inputs[i]));
    }
    int end = WIDTH * COLUMNS * 32;
    Modulus.write(message, end, response, 0);
    System.arraycopy(
        checkDigest(zeros, theta, number, NOTHING, new long[WIDTH]), 0, message, end + 32, 32);
    long[][] summands = new long[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      summands[i] = Scalars.negate(dot(zeros, i));
    }
    return new Alice(summands, message);
  }

  private long[][] theta(byte[] message, int number) {
    byte[] all = Arrays.copyOf(message, WIDTH * COLUMNS * 32);
    byte[] seed = Hash.tagged("theta").bytes(tag).number(number).bytes(all).digest();
    long[][] theta = new long[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      theta[i] = Scalars.parse(Hash.tagged("theta").bytes(seed).number(i).digest());
    }
    return theta;
  }

  /**
   * Of every transfer: its check column and its others times theta, less the response if chosen.
   */
  private byte[] checkDigest(
      long[] values, long[][] theta, int number, long[] response, long[] chosen) {
    byte[] all = new byte[32 * WIDTH];
    long[] wide = new long[9];
    long[] sum = new long[4];
    long[] masked = new long[4];
    for (int j = 0; j < WIDTH; j++) {
      int at = 4 * j * COLUMNS;
      Arrays.fill(wide, 0);
      for (int i = 0; i < INPUTS; i++) {
        Modulus.addProduct(wide, theta[i], 0, values, at + 4 * i);
      }
      Q.reduce(sum, 0, wide);
      Q.add(sum, 0, sum, 0, values, at + 4 * INPUTS);
      for (int w = 0; w < 4; w++) {
        masked[w] = response[w] & chosen[j];
      }
      Q.subtract(sum, 0, sum, 0, masked, 0);
      Modulus.write(all, 32 * j, sum, 0);
    }
    return Hash.tagged("mu").bytes(tag).number(number).bytes(all).digest();
  }

  private static long[] dot(long[] values, int column) {
    long[] wide = new long[9];
    for (int j = 0; j < WIDTH; j++) {
      Modulus.addProduct(wide, GADGET, 4 * j, values, 4 * (j * COLUMNS + column));
    }
    long[] out = new long[4];
    Q.reduce(out, 0, wide);
    return out;
  }

  private static long mask(long[] choices, int transfer) {
    return -(choices[transfer >> 6] >> (transfer & 63) & 1);
  }

  /** Bob's random number of one product: the gadget's dot product with his choices. */
  static long[] bob(long[] choices, int number) {
    long[] wide = new long[9];
    long[] part = new long[4];
    long[] one = {1, 0, 0, 0};
    for (int j = 0; j < WIDTH; j++) {
      long mask = mask(choices, number * WIDTH + j);
      for (int w = 0; w < 4; w++) {
        part[w] = GADGET[4 * j + w] & mask;
      }
      Modulus.addProduct(wide, part, 0, one, 0);
    }
    long[] out = new long[4];
    Q.reduce(out, 0, wide);
    return out;
  }

  /** Bob's summands of one product; throws where Alice's message does not hold. */
  long[][] bob(long[][] rows, long[] choices, int number, byte[] message, int from)
      throws ProtocolFault {
    long[] values = new long[4 * WIDTH * COLUMNS];
    long[] chosen = new long[WIDTH];
    long[] transposed = new long[4 * 64];
    long[] correction = new long[4];
    for (int j = 0; j < WIDTH; j++) {
      int transfer = number * WIDTH + j;
      if ((j & 63) == 0) {
        OtExtension.transpose(rows, transfer >> 6, transposed);
      }
      chosen[j] = mask(choices, transfer);
      for (int i = 0; i < COLUMNS; i++) {
        int at = j * COLUMNS + i;
        if (!Q.canonical(message, 32 * at)) {
          throw ProtocolFault.malformed(from, "a scalar below the order");
        }
        Q.read(correction, 0, message, 32 * at);
        for (int w = 0; w < 4; w++) {
          correction[w] &= chosen[j];
        }
        key(values, 4 * at, transposed, 4 * (j & 63), NOTHING, transfer, i);
        Q.add(values, 4 * at, values, 4 * at, correction, 0);
      }
    }
    int end = WIDTH * COLUMNS * 32;
    if (!Q.canonical(message, end)) {
      throw ProtocolFault.malformed(from, "a scalar below the order");
    }
    long[] response = new long[4];
    Q.read(response, 0, message, end);
    byte[] expected = checkDigest(values, theta(message, number), number, response, chosen);
    if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(message, end + 32, end + 64))) {
      throw ProtocolFault.cheated(from, "the consistency of the product");
    }
    return new long[][] {dot(values, 0), dot(values, 1)};
  }
}
