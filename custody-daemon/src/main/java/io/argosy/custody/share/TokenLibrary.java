package io.argosy.custody.share;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStoreException;

/**
 * What the JDK's provider does not do with a PKCS #11 library (v2.40): tell a token's serial
 * number, and start the library again, without which some do not see a token that came back.
 */
@SuppressWarnings("restricted") // native calls are what this class is for
final class TokenLibrary {
  private static final long OK = 0;
  private static final int MOST_SLOTS = 256;

  /** Label, manufacturer and model stand before the 16 characters of the serial number. */
  private static final int SERIAL_OFFSET = 32 + 32 + 16;

  private static final int SERIAL_LENGTH = 16;
  private static final int INFO_BYTES = 512;

  private TokenLibrary() {}

  private static final int INITIALIZE_ARGS_BYTES = 48;
  private static final int FLAGS_OFFSET = 32;
  private static final long OS_LOCKING_OK = 2;

  /** Ends all sessions and logins of this process with the library, and looks for tokens anew. */
  static void startAgain(Path library) throws KeyStoreException {
    try (Arena arena = Arena.ofConfined()) {
      var symbols = SymbolLookup.libraryLookup(library, arena);
      var one = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
      var arguments = arena.allocate(INITIALIZE_ARGS_BYTES);
      arguments.set(JAVA_LONG, FLAGS_OFFSET, OS_LOCKING_OK);
      long _ = answer(function(symbols, "C_Finalize", one), MemorySegment.NULL);
      call(function(symbols, "C_Initialize", one), arguments);
    }
  }

  static String serial(Path library, int slotListIndex) throws KeyStoreException {
    try (Arena arena = Arena.ofConfined()) {
      var symbols = SymbolLookup.libraryLookup(library, arena);
      var count = arena.allocate(JAVA_LONG);
      count.set(JAVA_LONG, 0, MOST_SLOTS);
      var slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
      call(
          function(
              symbols,
              "C_GetSlotList",
              FunctionDescriptor.of(JAVA_LONG, JAVA_BYTE, ADDRESS, ADDRESS)),
          (byte) 0,
          slots,
          count);
      if (slotListIndex >= count.get(JAVA_LONG, 0)) {
        throw new KeyStoreException("the library has no slot at " + slotListIndex);
      }
      var info = arena.allocate(INFO_BYTES);
      call(
          function(symbols, "C_GetTokenInfo", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS)),
          slots.getAtIndex(JAVA_LONG, slotListIndex),
          info);
      byte[] serial = info.asSlice(SERIAL_OFFSET, SERIAL_LENGTH).toArray(JAVA_BYTE);
      return new String(serial, StandardCharsets.US_ASCII).strip();
    }
  }

  private static MethodHandle function(
      SymbolLookup symbols, String name, FunctionDescriptor shape) {
    MemorySegment address = symbols.find(name).orElseThrow();
    return Linker.nativeLinker().downcallHandle(address, shape);
  }

  private static void call(MethodHandle function, Object... arguments) throws KeyStoreException {
    long answer = answer(function, arguments);
    if (answer != OK) {
      throw new KeyStoreException("the PKCS#11 library answered " + answer);
    }
  }

  private static long answer(MethodHandle function, Object... arguments) {
    try {
      return (long) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the PKCS#11 library could not be called", e);
    }
  }
}
