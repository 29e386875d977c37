package io.argosy.threshold;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** Pages of memory from Linux's C library: mapped, locked, kept out of dumps, given back. */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Pages {
  private static final int READ_WRITE = 1 | 2;
  private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
  private static final int DONT_FORK = 10;
  private static final int DONT_DUMP = 16;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MethodHandle MMAP =
      function("mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, LONG, INT, INT, INT, LONG));
  private static final MethodHandle MLOCK =
      function("mlock", FunctionDescriptor.of(INT, ADDRESS, LONG));
  private static final MethodHandle MADVISE =
      function("madvise", FunctionDescriptor.of(INT, ADDRESS, LONG, INT));
  private static final MethodHandle MUNMAP =
      function("munmap", FunctionDescriptor.of(INT, ADDRESS, LONG));

  private Pages() {}

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** Zeroed pages of their own that hold so many bytes. */
  static MemorySegment map(long length) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var mapped =
          (MemorySegment)
              MMAP.invokeExact(
                  state, MemorySegment.NULL, length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (mapped.address() == -1) {
        throw new IllegalStateException(
            "no memory for secrets, errno " + (int) ERRNO.get(state, 0L));
      }
      return mapped.reinterpret(length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Locks pages and keeps them out of dumps and forks; says what was refused. */
  static Optional<String> protect(MemorySegment pages) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      for (int advice : new int[] {DONT_DUMP, DONT_FORK}) {
        if ((int) MADVISE.invokeExact(state, pages, pages.byteSize(), advice) != 0) {
          return Optional.of("madvise " + advice + " failed, errno " + (int) ERRNO.get(state, 0L));
        }
      }
      if ((int) MLOCK.invokeExact(state, pages, pages.byteSize()) != 0) {
        return Optional.of(
            "mlock of %d bytes failed, errno %d; raise RLIMIT_MEMLOCK (ulimit -l)"
                .formatted(pages.byteSize(), (int) ERRNO.get(state, 0L)));
      }
      return Optional.empty();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives pages back; they are not to be touched again. */
  static void unmap(MemorySegment pages) {
    try (var arena = Arena.ofConfined()) {
      int refused = (int) MUNMAP.invokeExact(arena.allocate(STATE), pages, pages.byteSize());
      if (refused != 0) {
        throw new IllegalStateException("munmap failed");
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
