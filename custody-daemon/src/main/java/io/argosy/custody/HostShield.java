package io.argosy.custody;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * Keeps other programs of this host out of this process's memory: no core dump, no debugger or read
 * of its memory by its own user, no attach to its virtual machine, no agent inside. The host's root
 * stays able to do all of it.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class HostShield {
  private static final int SET_DUMPABLE = 4;
  private static final int GET_DUMPABLE = 3;
  private static final int CORE_SIZE = 4;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** What opens a virtual machine to others, or writes its memory to a file. */
  private static final List<String> OPENINGS =
      List.of(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrunjdwp",
          "-Dcom.sun.management.jmxremote",
          "-XX:+HeapDump",
          "-XX:HeapDumpPath",
          "-XX:OnError",
          "-XX:OnOutOfMemoryError",
          "-XX:StartFlightRecording");

  private HostShield() {}

  /** Raised before any secret is read; says what is missing, and then nothing may be read. */
  static Optional<String> raise() {
    return opening().or(HostShield::closeMemory);
  }

  private static Optional<String> opening() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (!machine.getVMOption("DisableAttachMechanism").getValue().equals("true")) {
      return Optional.of("start the virtual machine with -XX:+DisableAttachMechanism");
    }
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> OPENINGS.stream().anyMatch(argument::startsWith))
        .findFirst()
        .map(argument -> "start the virtual machine without " + argument);
  }

  private static Optional<String> closeMemory() {
    try {
      // A limit of zero, now and at most; the structure is two words.
      var none = MemorySegment.ofArray(new long[2]);
      int limited = (int) setrlimit().invokeExact(CORE_SIZE, none);
      var prctl = prctl();
      int set = (int) prctl.invokeExact(SET_DUMPABLE, 0L, 0L, 0L, 0L);
      int dumpable = (int) prctl.invokeExact(GET_DUMPABLE, 0L, 0L, 0L, 0L);
      return limited == 0 && set == 0 && dumpable == 0
          ? Optional.empty()
          : Optional.of("the system refuses to close this process's memory to others");
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
  }

  private static MethodHandle setrlimit() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("setrlimit"),
        FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS),
        Linker.Option.critical(true));
  }

  private static MethodHandle prctl() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("prctl"),
        FunctionDescriptor.of(INT, INT, LONG, LONG, LONG, LONG),
        Linker.Option.firstVariadicArg(1));
  }
}
