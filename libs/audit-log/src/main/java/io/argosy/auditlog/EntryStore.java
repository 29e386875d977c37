package io.argosy.auditlog;

import java.util.List;

/**
 * Where a log's entries stand, in order and for ever. An append that returns is durable; one that
 * cannot be made throws, and then what it should record must not happen.
 */
public interface EntryStore {
  /** Appends one entry durably. */
  void append(long index, byte[] entry);

  /** Every entry from the first. */
  List<byte[]> readAll();
}
