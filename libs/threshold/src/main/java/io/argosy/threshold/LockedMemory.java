package io.argosy.threshold;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

/**
 * Bytes that live outside the Java heap, which no collector copies and no heap dump shows, in pages
 * that are locked against swapping and left out of core dumps and forks. Overwritten at close; not
 * to be used after it. Thread-safe.
 */
final class LockedMemory implements AutoCloseable {
  private final MemorySegment pages;
  private final int length;
  private final Optional<String> unlocked;
  private boolean open = true;

  private LockedMemory(int length) {
    this.length = length;
    this.pages = Pages.map(length);
    this.unlocked = Pages.protect(pages);
  }

  /** A copy of what stands in a part of an array; the caller wipes the array. */
  static LockedMemory copyOf(byte[] bytes, int at, int length) {
    Objects.checkFromIndexSize(at, length, bytes.length);
    var memory = new LockedMemory(length);
    MemorySegment.copy(bytes, at, memory.pages, ValueLayout.JAVA_BYTE, 0, length);
    return memory;
  }

  /** Why these pages may be swapped out; empty when they are locked. */
  Optional<String> unlocked() {
    return unlocked;
  }

  int length() {
    return length;
  }

  /** Copies some bytes out; the caller wipes them. */
  synchronized void read(int at, byte[] out, int o, int count) {
    if (!open) {
      throw new IllegalStateException("a secret was used after its close");
    }
    Objects.checkFromIndexSize(at, count, length);
    MemorySegment.copy(pages, ValueLayout.JAVA_BYTE, at, out, o, count);
  }

  /** A copy of some bytes; the caller wipes it. */
  byte[] copy(int at, int count) {
    byte[] out = new byte[count];
    read(at, out, 0, count);
    return out;
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      pages.fill((byte) 0);
      Pages.unmap(pages);
    }
  }

  @Override
  public String toString() {
    return "LockedMemory[" + length + " bytes]";
  }
}
