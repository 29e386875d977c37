package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.compressed;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.number;
import static io.argosy.threshold.SlowHash.times;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One pair's base transfers of one direction and their trees, from the specification's text. Only
 * the map to the curve is the code's own, which has RFC 9380's vectors.
 */
final class SlowSetup {
  private static final String DOMAIN = "argosy dkls23 1 base ot secp256k1_XMD:SHA-256_SSWU_RO_";
  private static final int COUNT = 256;
  private final byte[] ot;
  private final BigInteger choices;
  private final ECPoint[][] points = new ECPoint[COUNT][2];
  private final byte[][][] keys = new byte[COUNT][2][];
  private final byte[][][] leaves = new byte[COUNT / 4][16][];

  /** The receiver's choices and points. */
  SlowSetup(byte[] ot, Randomness coins) {
    this.ot = ot;
    this.choices = SlowHash.bits(coins.bytes(32));
    for (int i = 0; i < COUNT; i++) {
      points[i][1 - choice(i)] = times(number(coins.bytes(32)));
    }
    byte[][] messages = new byte[COUNT][];
    Arrays.setAll(messages, i -> message(i, choice(i)));
    byte[][] hashed = HashToCurve.points(DOMAIN, messages);
    for (int i = 0; i < COUNT; i++) {
      var known = times(number(coins.bytes(32)));
      points[i][choice(i)] = known.subtract(SlowHash.point(hashed[i]));
    }
  }

  private int choice(int i) {
    return choices.testBit(i) ? 1 : 0;
  }

  /** What P hashes of the choice j and the other point. */
  private byte[] message(int i, int j) {
    return hash("base ot point", ot, i, j, compressed(points[i][1 - j]));
  }

  byte[] request() {
    var out = new ByteArrayOutputStream();
    for (var pair : points) {
      out.writeBytes(SlowHash.affine(pair[0]));
      out.writeBytes(SlowHash.affine(pair[1]));
    }
    return out.toByteArray();
  }

  /** The sender's points, then the trees. */
  byte[] answer(Randomness coins) {
    var out = new ByteArrayOutputStream();
    byte[][] messages = new byte[2 * COUNT][];
    Arrays.setAll(messages, k -> message(k / 2, k % 2));
    byte[][] hashed = HashToCurve.points(DOMAIN, messages);
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < 2; j++) {
        var b = number(coins.bytes(32));
        out.writeBytes(SlowHash.affine(times(b)));
        var base = points[i][j].add(SlowHash.point(hashed[2 * i + j]));
        byte[] product = compressed(base.multiply(b));
        keys[i][j] = hash("base ot key", ot, i, j, Seeded.sha256(product));
      }
    }
    for (int block = 0; block < COUNT / 4; block++) {
      tree(block, out);
    }
    return out.toByteArray();
  }

  private void tree(int block, ByteArrayOutputStream out) {
    byte[][] nodes = keys[4 * block];
    for (int level = 1; level < 4; level++) {
      byte[][] children = new byte[2 * nodes.length][];
      for (int x = 0; x < children.length; x++) {
        children[x] = hash("tree", ot, block, x % 2, nodes[x / 2]);
      }
      for (int side = 0; side < 2; side++) {
        byte[] sum = keys[4 * block + level][side];
        for (int x = side; x < children.length; x += 2) {
          sum = SlowHash.xor(sum, children[x]);
        }
        out.writeBytes(sum);
      }
      nodes = children;
    }
    byte[] sum = new byte[32];
    var checks = new Object[16];
    for (int x = 0; x < 16; x++) {
      byte[] check = hash("tree check", ot, block, x, nodes[x]);
      checks[x] = check;
      sum = SlowHash.xor(sum, check);
      leaves[block][x] = hash("tree key", ot, block, x, nodes[x]);
    }
    out.writeBytes(sum);
    out.writeBytes(hash("tree checks", checks));
  }

  /** All keys, which the side that answered has. */
  byte[][][] leaves() {
    return leaves;
  }

  /** The other side's secret place in a block: its choices the other way round, highest first. */
  int place(int block) {
    int place = 0;
    for (int level = 0; level < 4; level++) {
      place = 2 * place + 1 - choice(4 * block + level);
    }
    return place;
  }
}
