package io.argosy.auditlog;

import io.argosy.model.Digest32;
import io.argosy.model.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of a growing log, as RFC 6962 section 2.1 computes them; appending costs O(log n),
 * proofs O(log n). Confined to one thread.
 */
final class LogHashes {
  /** Level k holds the roots of the complete subtrees of 2^k entries, in order. */
  private final List<List<Digest32>> levels = new ArrayList<>(List.of(new ArrayList<>()));

  long size() {
    return levels.getFirst().size();
  }

  void append(Digest32 leaf) {
    Digest32 hash = leaf;
    for (int k = 0; ; k++) {
      if (k == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<Digest32> level = levels.get(k);
      level.add(hash);
      if (level.size() % 2 == 1) {
        return;
      }
      hash = MerkleTree.nodeHash(level.get(level.size() - 2), hash);
    }
  }

  /** MTH(D[from:to]); a range that is a complete subtree is looked up. */
  Digest32 root(long from, long to) {
    if (from == to) {
      return Digest32.sha256();
    }
    long width = to - from;
    if (Long.bitCount(width) == 1 && from % width == 0) {
      int level = Long.numberOfTrailingZeros(width);
      return levels.get(level).get(Math.toIntExact(from >> level));
    }
    long split = from + Long.highestOneBit(width - 1);
    return MerkleTree.nodeHash(root(from, split), root(split, to));
  }

  /** PATH(index, D[from:to]), nearest neighbour first. */
  void path(long index, long from, long to, List<Digest32> out) {
    if (to - from <= 1) {
      return;
    }
    long split = from + Long.highestOneBit(to - from - 1);
    if (index < split) {
      path(index, from, split, out);
      out.add(root(split, to));
    } else {
      path(index, split, to, out);
      out.add(root(from, split));
    }
  }

  /** SUBPROOF(old, D[from:to], known) of RFC 6962 section 2.1.2. */
  void consistency(long old, long from, long to, boolean known, List<Digest32> out) {
    if (old == to - from) {
      if (!known) {
        out.add(root(from, to));
      }
      return;
    }
    long half = Long.highestOneBit(to - from - 1);
    if (old <= half) {
      consistency(old, from, from + half, known, out);
      out.add(root(from + half, to));
    } else {
      consistency(old - half, from + half, to, false, out);
      out.add(root(from, from + half));
    }
  }
}
