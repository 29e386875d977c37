package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.bits;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.littleEndian;
import static io.argosy.threshold.SlowHash.number;
import static io.argosy.threshold.SlowHash.scalar;
import static io.argosy.threshold.SlowHash.slice;
import static io.argosy.threshold.SlowHash.stream;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One pair's extension and products of one direction, bit by bit, from the specification's text.
 */
final class SlowTransfers {
  private static final int WIDTH = 512;
  private final byte[] sid;
  private final int count;
  private final BigInteger gate;

  /**
   * @param sid the pair's
   * @param count products
   */
  SlowTransfers(byte[] sid, int count) {
    this.sid = sid;
    this.count = count;
    this.gate = BigInteger.ONE.shiftLeft(bitsOfRow()).subtract(BigInteger.ONE);
  }

  int bitsOfRow() {
    return WIDTH * count + 128;
  }

  private int bytesOfRow() {
    return bitsOfRow() / 8;
  }

  private BigInteger leaf(int block, int leaf, byte[] key) {
    return bits(stream(hash("extension", sid, block, leaf, key), bytesOfRow()));
  }

  /** The receiver's rows v: of each block and bit, the sum of the leaves that have the bit. */
  List<BigInteger> receiverRows(byte[][][] whole) {
    var rows = new ArrayList<BigInteger>();
    for (int row = 0; row < 256; row++) {
      var sum = BigInteger.ZERO;
      for (int leaf = 0; leaf < 16; leaf++) {
        if ((leaf >> (row % 4) & 1) == 1) {
          sum = sum.xor(leaf(row / 4, leaf, whole[row / 4][leaf]));
        }
      }
      rows.add(sum);
    }
    return rows;
  }

  /** The receiver's message. */
  byte[] extension(byte[][][] whole, BigInteger choices) {
    var out = new ByteArrayOutputStream();
    for (int block = 0; block < 64; block++) {
      var correction = choices;
      for (int leaf = 0; leaf < 16; leaf++) {
        correction = correction.xor(leaf(block, leaf, whole[block][leaf]));
      }
      out.writeBytes(littleEndian(correction, bytesOfRow()));
    }
    byte[] seed = hash("extension check", sid, out.toByteArray());
    var maps = new ArrayList<BigInteger>();
    for (int i = 0; i < 128; i++) {
      maps.add(bits(stream(hash("extension map", seed, i), bytesOfRow() - 16)));
    }
    out.writeBytes(parities(maps, choices));
    receiverRows(whole).forEach(row -> out.writeBytes(parities(maps, row)));
    return out.toByteArray();
  }

  private byte[] parities(List<BigInteger> maps, BigInteger row) {
    var out = row.and(gate).shiftRight(bitsOfRow() - 128);
    for (int i = 0; i < 128; i++) {
      if (maps.get(i).and(row).bitCount() % 2 == 1) {
        out = out.flipBit(i);
      }
    }
    return littleEndian(out, 16);
  }

  /** The sender's rows q = v + x * D. */
  static List<BigInteger> senderRows(List<BigInteger> v, BigInteger choices, byte[] places) {
    var rows = new ArrayList<BigInteger>();
    for (int row = 0; row < 256; row++) {
      boolean chosen = (places[row / 4] >> (row % 4) & 1) == 1;
      rows.add(chosen ? v.get(row).xor(choices) : v.get(row));
    }
    return rows;
  }

  /** The key of a transfer and a column; flip gives the key of the other choice. */
  private BigInteger key(List<BigInteger> rows, byte[] places, boolean flip, int j, int column) {
    var block = ByteBuffer.allocate(53).put(slice(hash("vole", sid), 0, 16));
    for (int word = 0; word < 4; word++) {
      long bits = 0;
      for (int i = 0; i < 64; i++) {
        int row = 64 * word + i;
        boolean difference = flip && (places[row / 4] >> (row % 4) & 1) == 1;
        bits |= (rows.get(row).testBit(j) ^ difference ? 1L : 0L) << i;
      }
      block.putLong(bits);
    }
    return number(Seeded.sha256(block.putInt(j).put((byte) column).array()));
  }

  static BigInteger gadget(int j) {
    return number(hash("gadget", j));
  }

  /** What one side keeps of a product. */
  record Product(byte[] message, BigInteger[] summands) {}

  /** Alice's side; inputs are the nonce, the key's part and the random check input. */
  Product alice(List<BigInteger> q, byte[] places, int number, BigInteger[] inputs) {
    var out = new ByteArrayOutputStream();
    var zeros = new BigInteger[WIDTH][3];
    for (int j = 0; j < WIDTH; j++) {
      for (int i = 0; i < 3; i++) {
        int transfer = WIDTH * number + j;
        zeros[j][i] = key(q, places, false, transfer, i);
        var other = key(q, places, true, transfer, i);
        out.writeBytes(scalar(zeros[j][i].subtract(other).add(inputs[i])));
      }
    }
    byte[] tag = slice(hash("vole", sid), 0, 16);
    byte[] theta = hash("theta", tag, number, out.toByteArray());
    // The digest's words as Limbs.read takes them: its last 16 bytes are the first number.
    var theta0 = new BigInteger(1, slice(theta, 16, 16));
    var theta1 = new BigInteger(1, slice(theta, 0, 16));
    out.writeBytes(
        scalar(inputs[2].add(theta0.multiply(inputs[0])).add(theta1.multiply(inputs[1]))));
    var mu = new ByteArrayOutputStream();
    var sums = new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO};
    for (int j = 0; j < WIDTH; j++) {
      var z = zeros[j];
      mu.writeBytes(scalar(z[2].add(theta0.multiply(z[0])).add(theta1.multiply(z[1]))));
      for (int i = 0; i < 2; i++) {
        sums[i] = sums[i].subtract(gadget(j).multiply(z[i]));
      }
    }
    out.writeBytes(hash("mu", tag, number, mu.toByteArray()));
    return new Product(out.toByteArray(), sums);
  }

  /** Bob's random number of a product. */
  static BigInteger chosen(BigInteger choices, int number) {
    var sum = BigInteger.ZERO;
    for (int j = 0; j < WIDTH; j++) {
      if (choices.testBit(WIDTH * number + j)) {
        sum = sum.add(gadget(j));
      }
    }
    return sum.mod(SlowHash.Q);
  }
}
