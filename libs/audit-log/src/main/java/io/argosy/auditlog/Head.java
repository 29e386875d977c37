package io.argosy.auditlog;

import io.argosy.model.Digest32;
import io.argosy.model.MerkleTree;
import java.util.Iterator;
import java.util.List;

/**
 * A log's size and root, and what can be proved to who holds no more than that.
 *
 * @param size entries, 0 or more
 */
public record Head(long size, Digest32 root) {
  /** Whether the path shows this entry at this index under the head. */
  public boolean includes(byte[] entry, long index, List<Digest32> path) {
    return MerkleTree.proves(root, entry, index, size, path);
  }

  /** Whether the path shows that the older head is a beginning of this log (RFC 9162, 2.1.4.2). */
  public boolean extendsFrom(Head older, List<Digest32> path) {
    if (older.size < 1 || older.size > size) {
      return false;
    }
    if (older.size == size) {
      return path.isEmpty() && older.root.equals(root);
    }
    long place = older.size - 1;
    long last = size - 1;
    while ((place & 1) == 1) {
      place >>= 1;
      last >>= 1;
    }
    Iterator<Digest32> steps = path.iterator();
    if (place != 0 && !steps.hasNext()) {
      return false;
    }
    Digest32 then = place == 0 ? older.root : steps.next();
    Digest32 now = then;
    while (steps.hasNext()) {
      if (last == 0) {
        return false;
      }
      Digest32 step = steps.next();
      if ((place & 1) == 1 || place == last) {
        then = MerkleTree.nodeHash(step, then);
        now = MerkleTree.nodeHash(step, now);
        while (place != 0 && (place & 1) == 0) {
          place >>= 1;
          last >>= 1;
        }
      } else {
        now = MerkleTree.nodeHash(now, step);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 && then.equals(older.root) && now.equals(root);
  }
}
