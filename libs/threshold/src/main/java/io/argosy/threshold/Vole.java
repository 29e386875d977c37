package io.argosy.threshold;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Products of secrets as sums (DKLs23, protocol 5.2, with l = 2 and one check column): Bob has a
 * random b, Alice has two numbers; they get c and d with c + d = a * b for each. One signature uses
 * 512 transfers, so that what Bob's choices leak to a cheating Alice is below 2^-128 (256 + 2 *
 * 128). Confined to one thread; its buffers serve one product after the other.
 */
final class Vole {
  /** Transfers a product. */
  static final int WIDTH = Gadget.WIDTH;

  static final int INPUTS = 2;
  private static final int COLUMNS = INPUTS + 1;
  private static final int CORRECTIONS = WIDTH * COLUMNS * 32;

  /** Corrections, then the response of the check and its digest. */
  static final int MESSAGE_BYTES = CORRECTIONS + 32 + 32;

  private static final long[] NOTHING = new long[4];
  private final byte[] tag;
  private final MessageDigest sha = Hash.sha256();
  private final byte[] block = new byte[16 + 32 + 5];
  private final byte[] digest = new byte[32];
  private final long[] columns = new long[4 * 64];
  private final long[] masks = new long[WIDTH];
  private final long[] sums = new long[Products.SUMS];
  private final byte[] checks = new byte[32 * WIDTH];

  /** Loose numbers: of each column, one a transfer. */
  private final long[] values = new long[4 * WIDTH * COLUMNS];

  /**
   * @param sid names the session, the pair and the direction
   */
  Vole(byte[] sid) {
    tag = Arrays.copyOf(Hash.tagged("vole").bytes(sid).digest(), 16);
    System.arraycopy(tag, 0, block, 0, 16);
  }

  private static int place(int transfer, int column) {
    return 4 * (column * WIDTH + transfer);
  }

  /** A transfer's key, loose: the hash of its row, its number in the session and the column. */
  private void key(long[] out, int o, int row, long[] difference, int number, int column) {
    for (int w = 0; w < 4; w++) {
      Limbs.put(block, 16 + 8 * w, columns[row + w] ^ difference[w]);
    }
    block[48] = (byte) (number >>> 24);
    block[49] = (byte) (number >>> 16);
    block[50] = (byte) (number >>> 8);
    block[51] = (byte) number;
    block[52] = (byte) column;
    sha.update(block, 0, block.length);
    try {
      sha.digest(digest, 0, 32);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    Limbs.read(out, o, digest, 0);
  }

  /**
   * Alice's side of one product: writes the message for Bob, answers her summands.
   *
   * @param rows the sender's rows q of all products
   * @param difference the sender's D
   * @param number the product's place in the session
   */
  long[][] alice(
      long[][] rows,
      long[] difference,
      int number,
      long[][] inputs,
      Randomness random,
      Message out) {
    long[][] all = {inputs[0], inputs[1], Scalars.random(random)};
    long[][] shifted = {
      Order.shifted(all[0]), Order.shifted(all[1]), Order.shifted(all[2]),
    };
    int at = out.skip(MESSAGE_BYTES);
    long[] other = new long[4];
    long[] correction = new long[4];
    for (int j = 0; j < WIDTH; j++) {
      int transfer = number * WIDTH + j;
      int row = 4 * (j & 63);
      if (row == 0) {
        BitMatrix.columns(rows, transfer >> 6, columns);
      }
      for (int i = 0; i < COLUMNS; i++) {
        key(values, place(j, i), row, NOTHING, transfer, i);
        key(other, 0, row, difference, transfer, i);
        Order.difference(correction, values, place(j, i), other, shifted[i]);
        Limbs.write(out.array(), at + 32 * (j * COLUMNS + i), correction, 0);
      }
    }
    prove(all, number, out.array(), at);
    return new long[][] {
      Scalars.negate(dot(0)), Scalars.negate(dot(1)),
    };
  }

  private void prove(long[][] inputs, int number, byte[] message, int at) {
    long[] theta = theta(message, at, number);
    long[] response = new long[4];
    long[] all = new long[4 * COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      System.arraycopy(inputs[i], 0, all, 4 * i, 4);
    }
    Products.combine(response, theta, all, 0, 4);
    Limbs.write(message, at + CORRECTIONS, response, 0);
    System.arraycopy(checkDigest(theta, number, NOTHING), 0, message, at + CORRECTIONS + 32, 32);
  }

  /** Two numbers of 128 bits: what an inconsistent message would have to guess. */
  private long[] theta(byte[] message, int at, int number) {
    byte[] digest =
        Hash.tagged("theta").bytes(tag).number(number).bytes(message, at, CORRECTIONS).digest();
    long[] theta = new long[2 * INPUTS];
    Limbs.read(theta, 0, digest, 0);
    return theta;
  }

  /**
   * Of every transfer: its check column and its others times theta, less the response if chosen; to
   * Alice no response is one, whatever she chose herself.
   */
  private byte[] checkDigest(long[] theta, int number, long[] response) {
    long[] negated = Scalars.negate(response);
    long[] sum = new long[4];
    for (int j = 0; j < WIDTH; j++) {
      Products.combine(sum, theta, values, place(j, 0), 4 * WIDTH);
      Order.addLoose(sum, 0, sum, 0, negated, 0, masks[j]);
      Order.tighten(sum, 0, sum, 0);
      Limbs.write(checks, 32 * j, sum, 0);
    }
    return Hash.tagged("mu").bytes(tag).number(number).bytes(checks).digest();
  }

  /** The gadget's dot product with a column. */
  private long[] dot(int column) {
    Arrays.fill(sums, 0);
    Products.add(sums, Gadget.WORDS, 0, 4, values, place(0, column), 4, WIDTH);
    long[] out = new long[4];
    Products.reduce(out, 0, sums);
    return out;
  }

  private void choose(long[] choices, int number) {
    for (int j = 0; j < WIDTH; j++) {
      int transfer = number * WIDTH + j;
      masks[j] = -(choices[transfer >> 6] >> (transfer & 63) & 1);
    }
  }

  /** Bob's random number of one product: the gadget's dot product with his choices. */
  long[] chosen(long[] choices, int number) {
    choose(choices, number);
    return Gadget.sum(masks);
  }

  /** Bob's summands of one product; throws where Alice's message does not hold. */
  long[][] bob(long[][] rows, long[] choices, int number, Fields in) throws ProtocolFault {
    byte[] message = in.array();
    int at = in.skip(MESSAGE_BYTES);
    long[] correction = new long[4];
    choose(choices, number);
    for (int j = 0; j < WIDTH; j++) {
      int transfer = number * WIDTH + j;
      int row = 4 * (j & 63);
      if (row == 0) {
        BitMatrix.columns(rows, transfer >> 6, columns);
      }
      for (int i = 0; i < COLUMNS; i++) {
        int place = place(j, i);
        in.requireScalar(at + 32 * (j * COLUMNS + i));
        Limbs.read(correction, 0, message, at + 32 * (j * COLUMNS + i));
        key(values, place, row, NOTHING, transfer, i);
        Order.addLoose(values, place, values, place, correction, 0, masks[j]);
      }
    }
    verify(number, in, at);
    return new long[][] {dot(0), dot(1)};
  }

  private void verify(int number, Fields in, int at) throws ProtocolFault {
    long[] response = new long[4];
    in.requireScalar(at + CORRECTIONS);
    Limbs.read(response, 0, in.array(), at + CORRECTIONS);
    byte[] expected = checkDigest(theta(in.array(), at, number), number, response);
    int digestAt = at + CORRECTIONS + 32;
    byte[] claimed = Arrays.copyOfRange(in.array(), digestAt, digestAt + 32);
    if (!MessageDigest.isEqual(expected, claimed)) {
      throw ProtocolFault.cheated(in.from(), "the consistency of the product");
    }
  }

  /** Forgets what the last product left. */
  void wipe() {
    Arrays.fill(values, 0);
    Arrays.fill(columns, 0);
    Arrays.fill(masks, 0);
    Arrays.fill(sums, 0);
    Arrays.fill(checks, (byte) 0);
    Arrays.fill(block, (byte) 0);
  }
}
