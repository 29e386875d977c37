package io.argosy.auditlog;

import io.argosy.model.Digest32;
import io.argosy.model.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/** An append-only Merkle log over a store. Thread-safe. An entry is at most 64 KiB. */
public final class AuditLog {
  private static final int MOST_BYTES = 64 * 1024;
  private final EntryStore store;
  private final LogHashes hashes = new LogHashes();

  /** Opens the log and hashes what the store holds. */
  public AuditLog(EntryStore store) {
    this.store = store;
    store.readAll().forEach(entry -> hashes.append(MerkleTree.leafHash(entry)));
  }

  /** Appends durably, then answers the entry's index, from 0. */
  public synchronized long append(byte[] entry) {
    if (entry.length > MOST_BYTES) {
      throw new IllegalArgumentException("an entry has at most 65,536 bytes");
    }
    long index = hashes.size();
    store.append(index, entry);
    hashes.append(MerkleTree.leafHash(entry));
    return index;
  }

  /** The head of the log as it is now. */
  public synchronized Head head() {
    return new Head(hashes.size(), hashes.root(0, hashes.size()));
  }

  /** Proof that an entry stands at its index in the log of this size. */
  public synchronized List<Digest32> inclusion(long index, long size) {
    if (index < 0 || index >= size || size > hashes.size()) {
      throw new IllegalArgumentException("no such entry in a log of this size");
    }
    var path = new ArrayList<Digest32>();
    hashes.path(index, 0, size, path);
    return List.copyOf(path);
  }

  /** Proof that the log of the old size is a beginning of that of the new size. */
  public synchronized List<Digest32> consistency(long old, long size) {
    if (old < 1 || old > size || size > hashes.size()) {
      throw new IllegalArgumentException("sizes: 1 <= old <= new <= the log's");
    }
    var path = new ArrayList<Digest32>();
    hashes.consistency(old, 0, size, true, path);
    return List.copyOf(path);
  }
}
