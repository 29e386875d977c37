package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many oblivious transfers from a pair's punctured keys: SoftSpoken OT (ePrint 2022/192) over bits,
 * and its consistency check over 128 bits. After it the receiver has its choice bits x and rows v;
 * the sender has a secret D and rows q = v + x * D. A failed check may have cost bits of D, so it
 * ends the pair.
 */
final class OtExtension {
  static final int ROWS = BaseOt.COUNT;
  private static final int CHECK_BITS = 128;
  private static final int CHECK_WORDS = CHECK_BITS / 64;
  private static final int CHECK_BYTES = 16 + ROWS * 16;

  private OtExtension() {}

  /** Bytes of the receiver's message for so many transfers, a multiple of 64. */
  static int messageBytes(int count) {
    return correctionBytes(count) + CHECK_BYTES;
  }

  private static int correctionBytes(int count) {
    return Puncture.BLOCKS * 8 * words(count);
  }

  private static int words(int count) {
    return count / 64 + CHECK_WORDS;
  }

  /**
   * What the keys expand to; the one key of each block that the sender lacks cancels out later.
   *
   * @param sums by block: the sum of all its streams
   * @param rows by block and bit: the sum of the streams whose place has the bit
   */
  private record Expanded(long[][] sums, long[][] rows) {}

  private static Expanded expand(byte[] sid, BlockKeys keys, int words) {
    long[][] sums = new long[Puncture.BLOCKS][words];
    long[][] rows = new long[ROWS][words];
    long[] one = new long[words];
    byte[] key = new byte[32];
    var stream = new Stream(8 * words);
    for (int block = 0; block < Puncture.BLOCKS; block++) {
      for (int leaf = 0; leaf < Puncture.LEAVES; leaf++) {
        keys.read(block, leaf, key);
        stream.words(sessionKey(sid, block, leaf, key), one);
        BitMatrix.xor(sums[block], one);
        for (int bit = 0; bit < Puncture.DEPTH; bit++) {
          if ((leaf >> bit & 1) == 1) { // A place in the tree, which is public.
            BitMatrix.xor(rows[block * Puncture.DEPTH + bit], one);
          }
        }
      }
    }
    Arrays.fill(key, (byte) 0);
    Arrays.fill(one, 0);
    return new Expanded(sums, rows);
  }

  private static byte[] sessionKey(byte[] sid, int block, int leaf, byte[] key) {
    return Hash.tagged("extension").bytes(sid).number(block).number(leaf).bytes(key).digest();
  }

  /** 128 public linear maps of the columns, by Fiat and Shamir. */
  private static long[][] challenge(byte[] sid, byte[] message, int at, int count) {
    byte[] seed =
        Hash.tagged("extension check")
            .bytes(sid)
            .bytes(message, at, correctionBytes(count))
            .digest();
    long[][] maps = new long[CHECK_BITS][count / 64];
    var stream = new Stream(count / 8);
    for (int i = 0; i < CHECK_BITS; i++) {
      stream.words(Hash.tagged("extension map").bytes(seed).number(i).digest(), maps[i]);
    }
    return maps;
  }

  /** Of each row 128 parities, with the row's last 128 bits added, which hide them. */
  private static long[] parities(long[][] maps, long[][] rows) {
    long[] out = BitMatrix.parities(maps, rows);
    int words = maps[0].length;
    for (int r = 0; r < rows.length; r++) {
      out[2 * r] ^= rows[r][words];
      out[2 * r + 1] ^= rows[r][words + 1];
    }
    return out;
  }

  /**
   * The receiver's side.
   *
   * @param choices bit j of word j / 64 is the choice of transfer j
   * @param rows 256 rows of bits, one bit a transfer
   */
  record Received(long[] choices, long[][] rows) {
    void wipe() {
      Arrays.fill(choices, 0);
      for (long[] row : rows) {
        Arrays.fill(row, 0);
      }
    }
  }

  /** Writes the message for the sender into out. */
  static Received receive(byte[] sid, BlockKeys whole, int count, Randomness random, Message out) {
    int words = words(count);
    long[] choices = new long[words];
    ByteBuffer.wrap(random.bytes(8 * words)).asLongBuffer().get(choices);
    var expanded = expand(sid, whole, words);
    int at = out.skip(messageBytes(count));
    var message = ByteBuffer.wrap(out.array()).order(ByteOrder.LITTLE_ENDIAN).position(at);
    for (long[] correction : expanded.sums) {
      BitMatrix.xor(correction, choices);
      put(message, correction);
    }
    long[][] maps = challenge(sid, out.array(), at, count);
    put(message, parities(maps, new long[][] {choices}));
    put(message, parities(maps, expanded.rows));
    return new Received(choices, expanded.rows);
  }

  private static void put(ByteBuffer out, long[] words) {
    out.asLongBuffer().put(words);
    out.position(out.position() + 8 * words.length);
  }

  /**
   * The sender's side: rows q. Throws where the receiver's message is not consistent.
   *
   * @param places the secret places; together they are D
   */
  static long[][] send(byte[] sid, byte[] places, BlockKeys punctured, int count, Fields in)
      throws ProtocolFault {
    int at = in.skip(messageBytes(count));
    var message = ByteBuffer.wrap(in.array()).order(ByteOrder.LITTLE_ENDIAN).position(at);
    var expanded = expand(sid, punctured, words(count));
    long[] correction = new long[words(count)];
    for (int block = 0; block < Puncture.BLOCKS; block++) {
      message.asLongBuffer().get(correction);
      message.position(message.position() + 8 * correction.length);
      for (int bit = 0; bit < Puncture.DEPTH; bit++) {
        int row = block * Puncture.DEPTH + bit;
        long mask = chosen(places, row);
        BitMatrix.xorMasked(expanded.rows[row], expanded.sums[block], correction, mask);
      }
    }
    long[][] maps = challenge(sid, in.array(), at, count);
    if (!consistent(maps, expanded.rows, places, message)) {
      throw ProtocolFault.cheated(in.from(), "the consistency of the OT extension");
    }
    return expanded.rows;
  }

  private static boolean consistent(
      long[][] maps, long[][] rows, byte[] places, ByteBuffer message) {
    long[] ofChoices = {message.getLong(), message.getLong()};
    long[] mine = parities(maps, rows);
    long wrong = 0;
    for (int row = 0; row < ROWS; row++) {
      long mask = chosen(places, row);
      wrong |= mine[2 * row] ^ message.getLong() ^ (ofChoices[0] & mask);
      wrong |= mine[2 * row + 1] ^ message.getLong() ^ (ofChoices[1] & mask);
    }
    return wrong == 0;
  }

  /** All ones where the row's bit of D is one. */
  private static long chosen(byte[] places, int row) {
    return -(places[row / Puncture.DEPTH] >> (row % Puncture.DEPTH) & 1);
  }

  /** D as four words, in the order of the rows. */
  static long[] difference(byte[] places) {
    long[] out = new long[4];
    for (int row = 0; row < ROWS; row++) {
      out[row >> 6] |= (chosen(places, row) & 1) << (row & 63);
    }
    return out;
  }
}
