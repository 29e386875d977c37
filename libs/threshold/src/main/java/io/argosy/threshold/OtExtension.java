package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Many oblivious transfers from a pair's 64 punctured keys: SoftSpoken OT (ePrint 2022/192) with k
 * = 4 over bits, and its consistency check over 128 bits. After it the receiver has its choice bits
 * x and rows v; the sender has a secret D and rows q = v + x * D. A failed check may have cost bits
 * of D, so it ends the pair.
 */
final class OtExtension {
  static final int ROWS = BaseOt.COUNT;
  private static final int CHECK_BITS = 128;
  private static final int CHECK_WORDS = CHECK_BITS / 64;
  private static final int CHECK_BYTES = 16 + ROWS * 16;

  private OtExtension() {}

  /** Bytes of the receiver's message for so many transfers, a multiple of 64. */
  static int messageBytes(int count) {
    return Puncture.BLOCKS * 8 * words(count) + CHECK_BYTES;
  }

  private static int words(int count) {
    return count / 64 + CHECK_WORDS;
  }

  private static long[] stream(byte[] sid, int block, int leaf, byte[] key, int words) {
    byte[] once =
        Hash.tagged("extension").bytes(sid).number(block).number(leaf).bytes(key).digest();
    return Stream.words(once, words);
  }

  private static void xorMasked(long[] into, long[] other, long mask) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= other[i] & mask;
    }
  }

  /** 128 public linear maps of the columns, by Fiat and Shamir. */
  private static long[][] challenge(byte[] sid, byte[] corrections, int words) {
    byte[] seed = Hash.tagged("extension check").bytes(sid).bytes(corrections).digest();
    long[][] maps = new long[CHECK_BITS][];
    for (int i = 0; i < CHECK_BITS; i++) {
      byte[] key = Hash.tagged("extension map").bytes(seed).number(i).digest();
      maps[i] = Stream.words(key, words - CHECK_WORDS);
    }
    return maps;
  }

  /** The maps' 128 parities of a row, with the row's last 128 bits added, which hide them. */
  private static long[] parities(long[][] maps, long[] row) {
    int words = row.length - CHECK_WORDS;
    long[] out = {row[words], row[words + 1]};
    for (int i = 0; i < CHECK_BITS; i++) {
      long[] map = maps[i];
      long sum = 0;
      for (int w = 0; w < words; w++) {
        sum ^= map[w] & row[w];
      }
      out[i >> 6] ^= (long) (Long.bitCount(sum) & 1) << (i & 63);
    }
    return out;
  }

  /**
   * The receiver's side.
   *
   * @param message for the sender
   * @param choices bit j of word j / 64 is the choice of transfer j
   * @param rows 256 rows of bits, one bit a transfer
   */
  record Received(byte[] message, long[] choices, long[][] rows) {}

  static Received receive(byte[] sid, byte[][][] whole, int count, Randomness random) {
    int words = words(count);
    long[] choices = new long[words];
    ByteBuffer.wrap(random.bytes(8 * words)).asLongBuffer().get(choices);
    long[][] rows = new long[ROWS][words];
    var corrections = ByteBuffer.allocate(Puncture.BLOCKS * 8 * words);
    corrections.order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 0; block < Puncture.BLOCKS; block++) {
      long[] correction = choices.clone();
      for (int leaf = 0; leaf < Puncture.LEAVES; leaf++) {
        long[] stream = stream(sid, block, leaf, whole[block][leaf], words);
        xorMasked(correction, stream, -1);
        for (int bit = 0; bit < Puncture.DEPTH; bit++) {
          xorMasked(rows[block * Puncture.DEPTH + bit], stream, -(leaf >> bit & 1));
        }
      }
      for (long word : correction) {
        corrections.putLong(word);
      }
    }
    long[][] maps = challenge(sid, corrections.array(), words);
    var out = ByteBuffer.allocate(messageBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
    out.put(corrections.array());
    put(out, parities(maps, choices));
    for (long[] row : rows) {
      put(out, parities(maps, row));
    }
    return new Received(out.array(), choices, rows);
  }

  private static void put(ByteBuffer out, long[] words) {
    for (long word : words) {
      out.putLong(word);
    }
  }

  /**
   * The sender's side: rows q. Throws where the receiver's message is not consistent.
   *
   * @param places the secret places; together they are D
   */
  static long[][] send(
      byte[] sid, byte[] places, byte[][][] punctured, int count, byte[] message, int from)
      throws ProtocolFault {
    int words = words(count);
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    byte[] corrections = new byte[Puncture.BLOCKS * 8 * words];
    ByteBuffer.wrap(message).get(corrections);
    long[][] rows = new long[ROWS][words];
    for (int block = 0; block < Puncture.BLOCKS; block++) {
      int place = places[block];
      long[] correction = new long[words];
      for (int w = 0; w < words; w++) {
        correction[w] = in.getLong();
      }
      for (int leaf = 0; leaf < Puncture.LEAVES; leaf++) {
        long[] stream = stream(sid, block, leaf, punctured[block][leaf], words);
        for (int bit = 0; bit < Puncture.DEPTH; bit++) {
          long mask = -((place ^ leaf) >> bit & 1);
          xorMasked(rows[block * Puncture.DEPTH + bit], stream, mask);
        }
      }
      for (int bit = 0; bit < Puncture.DEPTH; bit++) {
        xorMasked(rows[block * Puncture.DEPTH + bit], correction, -(place >> bit & 1));
      }
    }
    long[][] maps = challenge(sid, corrections, words);
    long[] ofChoices = {in.getLong(), in.getLong()};
    long wrong = 0;
    for (int row = 0; row < ROWS; row++) {
      long[] mine = parities(maps, rows[row]);
      long mask = -(places[row / Puncture.DEPTH] >> (row % Puncture.DEPTH) & 1);
      wrong |= mine[0] ^ in.getLong() ^ (ofChoices[0] & mask);
      wrong |= mine[1] ^ in.getLong() ^ (ofChoices[1] & mask);
    }
    if (wrong != 0) {
      throw ProtocolFault.cheated(from, "the consistency of the OT extension");
    }
    return rows;
  }

  /** D as four words, in the order of the rows. */
  static long[] difference(byte[] places) {
    long[] out = new long[4];
    for (int row = 0; row < ROWS; row++) {
      long bit = places[row / Puncture.DEPTH] >> (row % Puncture.DEPTH) & 1;
      out[row >> 6] |= bit << (row & 63);
    }
    return out;
  }

  /**
   * Turns 256 rows of bits into one 256-bit value a transfer: four words each, for the 64 transfers
   * of a word.
   */
  static void transpose(long[][] rows, int word, long[] out) {
    long[] square = new long[64];
    for (int group = 0; group < 4; group++) {
      for (int i = 0; i < 64; i++) {
        square[i] = rows[64 * group + i][word];
      }
      transpose(square);
      for (int i = 0; i < 64; i++) {
        out[4 * i + group] = square[i];
      }
    }
  }

  /** A 64 by 64 bit matrix in place (Warren, Hacker's Delight, 7-3, for the lowest bit first). */
  private static void transpose(long[] a) {
    long mask = 0x00000000FFFFFFFFL;
    for (int j = 32; j != 0; j >>= 1, mask ^= mask << j) {
      for (int k = 0; k < 64; k = (k + j + 1) & ~j) {
        long t = ((a[k] >>> j) ^ a[k + j]) & mask;
        a[k] ^= t << j;
        a[k + j] ^= t;
      }
    }
  }
}
