package io.argosy.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962, section 2.1, with SHA-256: leaves hash behind a byte 0, nodes behind
 * a byte 1, so that no node can pass for a leaf. Immutable.
 */
public final class MerkleTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  /** Level 0 holds the leaves' hashes, the last level the root. */
  private final List<List<Digest32>> levels = new ArrayList<>();

  /**
   * Builds the tree.
   *
   * @param leaves encoded leaves in their order, one or more
   */
  public MerkleTree(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has one leaf or more");
    }
    List<Digest32> level = leaves.stream().map(MerkleTree::leafHash).toList();
    levels.add(level);
    while (level.size() > 1) {
      level = above(level);
      levels.add(level);
    }
  }

  /** RFC 6962's leaf hash. */
  public static Digest32 leafHash(byte[] leaf) {
    return Digest32.sha256(LEAF, leaf);
  }

  /** RFC 6962's node hash. */
  public static Digest32 nodeHash(Digest32 left, Digest32 right) {
    return Digest32.sha256(NODE, left.bytes(), right.bytes());
  }

  /** Pairs neighbours; a last one without a neighbour moves up as it is. */
  private static List<Digest32> above(List<Digest32> level) {
    var next = new ArrayList<Digest32>((level.size() + 1) / 2);
    for (int i = 0; i < level.size(); i += 2) {
      next.add(i + 1 < level.size() ? nodeHash(level.get(i), level.get(i + 1)) : level.get(i));
    }
    return next;
  }

  public Digest32 root() {
    return levels.getLast().getFirst();
  }

  /** The audit path of a leaf, nearest neighbour first (RFC 6962, 2.1.1). */
  public List<Digest32> proof(int leaf) {
    var path = new ArrayList<Digest32>();
    int index = leaf;
    for (List<Digest32> level : levels.subList(0, levels.size() - 1)) {
      int neighbour = index ^ 1;
      if (neighbour < level.size()) {
        path.add(level.get(neighbour));
      }
      index >>= 1;
    }
    return List.copyOf(path);
  }

  /**
   * Whether the path leads from this leaf at this place in a tree of so many leaves to the root.
   */
  public static boolean proves(
      Digest32 root, byte[] leaf, long index, long count, List<Digest32> path) {
    if (index < 0 || index >= count) {
      return false;
    }
    Digest32 hash = leafHash(leaf);
    long place = index;
    long last = count - 1;
    int used = 0;
    for (; last > 0; place >>= 1, last >>= 1) {
      if (place == last && (place & 1) == 0) {
        continue;
      }
      if (used == path.size()) {
        return false;
      }
      Digest32 neighbour = path.get(used++);
      hash = (place & 1) == 1 ? nodeHash(neighbour, hash) : nodeHash(hash, neighbour);
    }
    return used == path.size() && hash.equals(root);
  }
}
