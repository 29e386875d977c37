package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another program of the same user, who is not root, gets of a daemon's memory. */
final class HostShieldIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
  private static final String OFF = "-XX:+DisableAttachMechanism";
  private final List<Process> started = new ArrayList<>();
  private Path classes = Path.of("");

  /** Where a user without rights can read the two classes that it runs. */
  @BeforeEach
  void classesForAnybody() throws IOException {
    var readable =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    classes = Files.createTempDirectory("argosy-shield", readable);
    Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Class<?> each : List.of(HostShield.class, ShieldedProcess.class)) {
      Path at = classes.resolve(each.getName().replace('.', '/') + ".class");
      Files.createDirectories(at.getParent());
      try (var in = each.getResourceAsStream(each.getSimpleName() + ".class")) {
        Files.copy(java.util.Objects.requireNonNull(in), at);
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    started.forEach(Process::destroyForcibly);
    try (var files = Files.walk(classes)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** As nobody where this is root, else as this user. */
  private static List<String> asUser(Stream<String> command) throws IOException {
    boolean root = Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t");
    var user =
        root
            ? Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : Stream.<String>of();
    return Stream.concat(user, command).toList();
  }

  private Process start(String shield, String... options) throws IOException {
    var command =
        Stream.of(
                Stream.of(JDK.resolve("java").toString(), "--enable-native-access=ALL-UNNAMED"),
                Stream.of(options),
                Stream.of("-cp", classes.toString(), ShieldedProcess.class.getName(), shield))
            .flatMap(words -> words);
    var process = new ProcessBuilder(asUser(command)).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static String firstLine(Process process) throws IOException {
    var line = new StringBuilder();
    var in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    for (int c = in.read(); c != '\n' && c != -1; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  /** What a command of the same user comes to. */
  private static boolean succeeds(String... command) throws Exception {
    var process =
        new ProcessBuilder(asUser(Stream.of(command)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  private static boolean memoryCanBeRead(Process process) throws Exception {
    return succeeds("head", "-c", "1", "/proc/" + process.pid() + "/maps");
  }

  private static boolean attaches(Process process) throws Exception {
    return succeeds(JDK.resolve("jcmd").toString(), Long.toString(process.pid()), "VM.version");
  }

  @Test
  void withoutTheShieldTheSameUserAttachesAndReads() throws Exception {
    var open = start("open");
    assertThat(firstLine(open)).isEqualTo("no shield");

    assertThat(memoryCanBeRead(open)).isTrue();
    assertThat(attaches(open)).isTrue();
  }

  @Test
  void behindTheShieldTheSameUserNeitherAttachesNorReads() throws Exception {
    var shielded = start("shielded", OFF);
    assertThat(firstLine(shielded)).isEqualTo("shielded");

    assertThat(memoryCanBeRead(shielded)).isFalse();
    assertThat(succeeds("head", "-c", "1", "/proc/" + shielded.pid() + "/environ")).isFalse();
    assertThat(attaches(shielded)).isFalse();
    assertThat(Files.readAllLines(Path.of("/proc/" + shielded.pid() + "/limits")))
        .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
  }

  @Test
  void aVirtualMachineThatIsOpenToOthersIsRefusedByName() throws Exception {
    assertThat(firstLine(start("shielded"))).endsWith(OFF);
    for (String opening :
        List.of("-XX:+HeapDumpOnOutOfMemoryError", "-Dcom.sun.management.jmxremote=true")) {
      assertThat(firstLine(start("shielded", OFF, opening))).endsWith("without " + opening);
    }
  }

  @Test
  void theDaemonItselfDoesNotStartWithoutIt() throws Exception {
    var daemon =
        new ProcessBuilder(
                JDK.resolve("java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.argosy.custody.CustodyDaemon",
                "there-is-no-such-file.conf")
            .redirectErrorStream(true)
            .start();
    started.add(daemon);

    String said = new String(daemon.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(daemon.waitFor()).isEqualTo(1);
    assertThat(said).contains("custody-daemon does not start").contains(OFF);
  }
}
