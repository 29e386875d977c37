package io.argosy.chain.executor;

import io.argosy.chain.Abi;
import io.argosy.model.Address;
import io.argosy.model.Leaf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The leaves of one word of a statement that an authorization pays: 256 leaves a word, one bit
 * each.
 *
 * @param word number of the word, 0 to 2^32 - 1
 * @param mask bits of the leaves that are included, at least one
 * @param items in the order of the bits
 */
public record Segment(long word, BigInteger mask, List<Item> items) {
  private static final int PACKED_BITS = 96;

  /** Whom a leaf pays, and how much in base units. */
  public record Item(Address recipient, BigInteger amount) {}

  public Segment {
    items = List.copyOf(items);
    if (word < 0 || word > 0xffff_ffffL || mask.signum() <= 0 || mask.bitLength() > 256) {
      throw new IllegalArgumentException("word or mask out of range");
    }
    if (mask.bitCount() != items.size()) {
      throw new IllegalArgumentException("as many items as bits");
    }
  }

  /**
   * The segments that pay these leaves.
   *
   * @param numbers leaf numbers, strictly increasing
   * @param leaves the statement's leaves, all of them
   */
  public static List<Segment> of(List<Integer> numbers, List<Leaf> leaves) {
    var words = new TreeMap<Integer, List<Integer>>();
    int last = -1;
    for (int number : numbers) {
      if (number <= last || number >= leaves.size()) {
        throw new IllegalArgumentException("leaf numbers: strictly increasing, of the statement");
      }
      last = number;
      words.computeIfAbsent(number >> 8, word -> new ArrayList<>()).add(number);
    }
    var segments = new ArrayList<Segment>();
    words.forEach((word, inWord) -> segments.add(segment(word, inWord, leaves)));
    return segments;
  }

  /** The segment that pays one leaf. */
  static Segment one(int leaf, Address recipient, BigInteger amount) {
    var mask = BigInteger.ZERO.setBit(leaf & 0xff);
    return new Segment(leaf >> 8, mask, List.of(new Item(recipient, amount)));
  }

  private static Segment segment(int word, List<Integer> numbers, List<Leaf> leaves) {
    BigInteger mask = BigInteger.ZERO;
    var items = new ArrayList<Item>();
    for (int number : numbers) {
      mask = mask.setBit(number & 0xff);
      Leaf leaf = leaves.get(number);
      items.add(new Item(leaf.recipient(), leaf.amount()));
    }
    return new Segment(word, mask, items);
  }

  private boolean packed() {
    return items.stream().allMatch(item -> item.amount().bitLength() <= PACKED_BITS);
  }

  /** Form (1 byte: 0 packed, 1 wide), word (4), mask (32), items (32 or 52 bytes each). */
  byte[] encoded() {
    var parts = new ArrayList<byte[]>();
    parts.add(new byte[] {(byte) (packed() ? 0 : 1)});
    parts.add(wordNumber(word));
    parts.add(Abi.word(mask));
    int width = packed() ? PACKED_BITS / 8 : 32;
    for (Item item : items) {
      parts.add(item.recipient().bytes());
      parts.add(Arrays.copyOfRange(Abi.word(item.amount()), 32 - width, 32));
    }
    return Abi.concat(parts.toArray(byte[][]::new));
  }

  static byte[] wordNumber(long word) {
    return Arrays.copyOfRange(Abi.word(word), 28, 32);
  }
}
