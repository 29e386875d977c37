package io.argosy.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A place in a void statement: a leaf of a pay statement that is never to be paid.
 *
 * @param statement hash of the pay statement
 * @param leaf its leaf's number, from 0
 */
public record VoidLeaf(Digest32 statement, int leaf) {
  private static final int FORMAT = 2;

  public VoidLeaf {
    if (leaf < 0) {
      throw new IllegalArgumentException("a leaf's number is not negative");
    }
  }

  /**
   * The fixed encoding that the Merkle tree hashes: format 2 (1 byte), statement (32), leaf (4,
   * big-endian).
   */
  public byte[] encoded() {
    return ByteBuffer.allocate(37).put((byte) FORMAT).put(statement.bytes()).putInt(leaf).array();
  }

  /** Reads {@link #encoded}; whatever does not encode to the same bytes is refused. */
  public static VoidLeaf decode(byte[] bytes) {
    try {
      var in = ByteBuffer.wrap(bytes);
      if (in.get() != FORMAT) {
        throw new IllegalArgumentException("not the format of a void statement's leaf");
      }
      byte[] statement = new byte[32];
      in.get(statement);
      var leaf = new VoidLeaf(Digest32.of(statement), in.getInt());
      if (!Arrays.equals(leaf.encoded(), bytes)) {
        throw new IllegalArgumentException("not the one encoding of its leaf");
      }
      return leaf;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a leaf that ends early", e);
    }
  }
}
