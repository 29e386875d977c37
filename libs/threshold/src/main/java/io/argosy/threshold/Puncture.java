package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * All-but-one transfers of 16 keys, 64 of them, from 256 base transfers: a tree of depth 4 for each
 * (SoftSpoken OT, ePrint 2022/192, with its consistency check). One side knows all keys of a block,
 * the other all but the one at its secret place.
 */
final class Puncture {
  static final int DEPTH = 4;
  static final int LEAVES = 1 << DEPTH;
  static final int BLOCKS = BaseOt.COUNT / DEPTH;
  private static final int BLOCK_BYTES = (DEPTH - 1) * 2 * 32 + 64;
  static final int BYTES = BLOCKS * BLOCK_BYTES;

  private Puncture() {}

  private static byte[] derive(String use, byte[] sid, int block, byte[] node, int which) {
    return Hash.tagged(use).bytes(sid).number(block).number(which).bytes(node).digest();
  }

  private static void xor(byte[] into, byte[] other, int mask) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= (byte) (other[i] & mask);
    }
  }

  /** All ones where two small numbers are equal. */
  private static int equal(int a, int b) {
    return ((a ^ b) - 1) >> 31;
  }

  /**
   * What the side with both base keys has.
   *
   * @param message for the other side
   * @param keys by block, then by leaf
   */
  record Whole(byte[] message, byte[][][] keys) {}

  static Whole whole(byte[] sid, byte[][][] base) {
    var out = new Message(BYTES);
    byte[][][] keys = new byte[BLOCKS][LEAVES][];
    for (int block = 0; block < BLOCKS; block++) {
      byte[][] nodes = base[block * DEPTH];
      for (int level = 1; level < DEPTH; level++) {
        byte[][] children = new byte[2 * nodes.length][];
        byte[][] sums = {
          base[block * DEPTH + level][0].clone(), base[block * DEPTH + level][1].clone()
        };
        for (int x = 0; x < children.length; x++) {
          children[x] = derive("tree", sid, block, nodes[x >> 1], x & 1);
          xor(sums[x & 1], children[x], -1);
        }
        out.bytes(sums[0]).bytes(sums[1]);
        nodes = children;
      }
      var checks = checks(sid, block, nodes);
      byte[] sum = new byte[32];
      var all = Hash.tagged("tree checks");
      for (byte[] check : checks) {
        xor(sum, check, -1);
        all.bytes(check);
      }
      out.bytes(sum).bytes(all.digest());
      keys[block] = leafKeys(sid, block, nodes);
    }
    return new Whole(out.build(), keys);
  }

  private static byte[][] checks(byte[] sid, int block, byte[][] nodes) {
    byte[][] checks = new byte[LEAVES][];
    for (int x = 0; x < LEAVES; x++) {
      checks[x] = derive("tree check", sid, block, nodes[x], x);
    }
    return checks;
  }

  private static byte[][] leafKeys(byte[] sid, int block, byte[][] nodes) {
    byte[][] keys = new byte[LEAVES][];
    for (int x = 0; x < LEAVES; x++) {
      keys[x] = derive("tree key", sid, block, nodes[x], x);
    }
    return keys;
  }

  /**
   * What the side with one base key of each two has.
   *
   * @param places 64 secret places, 0 to 15
   * @param keys by block, then by leaf; the one at the secret place is garbage
   */
  record Punctured(byte[] places, byte[][][] keys) {}

  /**
   * Rebuilds the trees; throws where the other side's message does not fit.
   *
   * @param choices which base key of each two is known
   * @param base the known base keys
   */
  static Punctured punctured(byte[] sid, byte[] choices, byte[][] base, Fields in, int from)
      throws ProtocolFault {
    byte[] places = new byte[BLOCKS];
    byte[][][] keys = new byte[BLOCKS][LEAVES][];
    int wrong = 0;
    for (int block = 0; block < BLOCKS; block++) {
      int first = choice(choices, block * DEPTH);
      int place = 1 - first;
      byte[][] nodes = {new byte[32], new byte[32]};
      xor(nodes[0], base[block * DEPTH], ~-first);
      xor(nodes[1], base[block * DEPTH], -first);
      for (int level = 1; level < DEPTH; level++) {
        int index = block * DEPTH + level;
        int known = choice(choices, index);
        byte[][] sums = {in.bytes(32), in.bytes(32)};
        byte[] sibling = base[index].clone();
        xor(sibling, sums[0], ~-known);
        xor(sibling, sums[1], -known);
        byte[][] children = new byte[2 * nodes.length][];
        for (int x = 0; x < children.length; x++) {
          byte[] child = derive("tree", sid, block, nodes[x >> 1], x & 1);
          children[x] = new byte[32];
          xor(children[x], child, ~equal(x >> 1, place));
          xor(sibling, children[x], equal(x & 1, known));
        }
        int siblingPlace = 2 * place + known;
        for (int x = 0; x < children.length; x++) {
          xor(children[x], sibling, equal(x, siblingPlace));
        }
        place = 2 * place + 1 - known;
        nodes = children;
      }
      wrong |= consistent(sid, block, nodes, place, in);
      places[block] = (byte) place;
      keys[block] = leafKeys(sid, block, nodes);
    }
    if (wrong != 0) {
      throw ProtocolFault.cheated(from, "the trees' consistency");
    }
    return new Punctured(places, keys);
  }

  private static int consistent(byte[] sid, int block, byte[][] nodes, int place, Fields in) {
    byte[] missing = in.bytes(32);
    byte[] expected = in.bytes(32);
    byte[][] checks = checks(sid, block, nodes);
    for (int x = 0; x < LEAVES; x++) {
      xor(missing, checks[x], ~equal(x, place));
    }
    var all = Hash.tagged("tree checks");
    for (int x = 0; x < LEAVES; x++) {
      byte[] check = new byte[32];
      xor(check, checks[x], ~equal(x, place));
      xor(check, missing, equal(x, place));
      all.bytes(check);
    }
    return MessageDigest.isEqual(all.digest(), expected) ? 0 : 1;
  }

  private static int choice(byte[] choices, int index) {
    return choices[index >> 3] >> (index & 7) & 1;
  }

  static void wipe(byte[][][] keys) {
    for (byte[][] block : keys) {
      for (byte[] key : block) {
        Arrays.fill(key, (byte) 0);
      }
    }
  }
}
