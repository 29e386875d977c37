package io.argosy.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher on machines that lack something, in a checkout whose path has a space. The system's
 * folders are replaced by the test's, and so is every program that the launcher calls but the
 * shell's own.
 */
final class LauncherTest {
  /** What every system has. */
  private static final List<String> SHELL =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "grep",
          "ls",
          "head",
          "cat",
          "mkdir",
          "rm",
          "find",
          "sort",
          "sha256sum");

  @TempDir private Path folder;
  private Path checkout = Path.of("");
  private Path system = Path.of("");
  private Path bin = Path.of("");

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void aBareMachine() throws IOException {
    checkout = Files.createDirectories(folder.resolve("a check out"));
    system = Files.createDirectories(folder.resolve("system/jvm"));
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String program : SHELL) {
      program(bin.resolve(program), "#!" + bash() + "\nexec " + found(program) + " \"$@\"\n");
    }
    String script =
        Files.readString(original())
            .replace("#!/usr/bin/env bash", "#!" + bash())
            .replace(":/usr/local/bin:/usr/bin:/bin", "")
            .replace("/usr/lib/jvm/*", system + "/*")
            .replaceAll(" (/usr/java|/opt/java|/Library/Java)[^ ;]*| /opt/jdk\\*", " ");
    assertThat(script.lines().skip(1)).noneMatch(line -> line.matches(".*(/usr|/opt|/Library)/.*"));
    program(checkout.resolve("argosy"), script);
  }

  private static Path original() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, Path::getParent)
        .map(each -> each.resolve("argosy"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow();
  }

  private static Path bash() {
    return found("bash");
  }

  private static Path found(String program) {
    return Stream.of("/usr/bin", "/bin")
        .map(each -> Path.of(each, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK whose java says how it was called. */
  private Path jdk(Path home, String version) throws IOException {
    program(home.resolve("bin/javac"), "#!" + bash() + "\n");
    program(
        home.resolve("bin/java"),
        "#!%s\necho java of %s in \"$PWD\" with MAVEN_OPTS=\"$MAVEN_OPTS\"\nprintf '<%%s>\\n' \"$@\"\n"
            .formatted(bash(), version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** A Maven that says how it was called, and makes what the launcher runs. */
  private void maven(int status) throws IOException {
    program(
        bin.resolve("mvn"),
        """
        #!%s
        echo "[ERROR] the stub's own fault"
        printf '<%%s>\\n' "$@" >called
        mkdir -p cli/target
        echo libraries >cli/target/runtime-classpath
        echo >cli/target/cli-0.1.jar
        exit %d
        """
            .formatted(bash(), status));
  }

  private Ended argosy(Map<String, String> environment, String... words) throws Exception {
    var command = new ArrayList<>(List.of(checkout.resolve("argosy").toString()));
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().putAll(environment);
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(status, read(out), read(err));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void withoutAnyJdkItSaysWhichOneToInstallAndWhereToNameIt() throws Exception {
    var ended = argosy(Map.of(), "doctor");

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("no JDK 25 found", "ARGOSY_JAVA_HOME");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aJavaHomeThatDoesNotExistOrIsAJdk17IsNoJdk25() throws Exception {
    var old = jdk(system.resolve("java-17"), "17.0.12");

    for (String home : List.of(old.toString(), folder.resolve("nowhere").toString(), "")) {
      var ended = argosy(Map.of("JAVA_HOME", home), "doctor");

      assertThat(ended.status()).as(home).isNotZero();
      assertThat(ended.err()).as(home).contains("no JDK 25 found");
    }
  }

  @Test
  void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
    Files.delete(jdk(system.resolve("jre-25"), "25.0.1").resolve("bin/javac"));

    assertThat(argosy(Map.of(), "doctor").err()).contains("no JDK 25 found");
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    jdk(system.resolve("java-25"), "25.0.1");

    var ended = argosy(Map.of(), "doctor");

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("mvn not found", "Apache Maven 3.8.7 or newer");
  }

  @Test
  void aBuildThatFailsIsToldWithItsErrorsAndItsLog() throws Exception {
    jdk(system.resolve("java-25"), "25.0.1");
    maven(1);

    var ended = argosy(Map.of(), "doctor");

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("cli/target/build.log", "[ERROR] the stub's own fault");
    assertThat(checkout.resolve("cli/target/built")).doesNotExist();
  }

  @Test
  void aJdk25IsFoundBesideA17ThatJavaHomeNames() throws Exception {
    var old = jdk(system.resolve("java-17"), "17.0.12");
    jdk(system.resolve("java-25"), "25.0.1");
    maven(0);

    var ended =
        argosy(Map.of("JAVA_HOME", old.toString(), "MAVEN_OPTS", "-Xmx1g"), "payout", "a b");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("java of 25.0.1 in " + checkout, "<payout>", "<a b>");
    assertThat(ended.out())
        .containsPattern("MAVEN_OPTS=--enable-native-access=ALL-UNNAMED .*-Xmx1g");
    assertThat(ended.out()).contains("<-Dargosy.home=" + checkout + ">");
  }

  @Test
  void theOneThatItIsToldGoesBeforeEveryOther() throws Exception {
    jdk(system.resolve("java-25"), "25.0.1");
    var mine = jdk(folder.resolve("my jdk"), "25.0.2");
    maven(0);

    var ended = argosy(Map.of("ARGOSY_JAVA_HOME", mine.toString()), "doctor");

    assertThat(ended.out()).contains("java of 25.0.2");
  }

  @Test
  void whatIsBuiltIsBuiltAgainOnlyWhenASourceChanges() throws Exception {
    jdk(system.resolve("java-25"), "25.0.1");
    maven(0);
    Path source = checkout.resolve("cli/src/main/Some.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "one");
    Path called = checkout.resolve("called");

    assertThat(argosy(Map.of(), "doctor").status()).isZero();
    assertThat(called).exists();
    Files.delete(called);
    assertThat(argosy(Map.of(), "doctor").status()).isZero();
    assertThat(called).doesNotExist();
    Files.writeString(source, "other");
    assertThat(argosy(Map.of(), "doctor").status()).isZero();
    assertThat(called).exists();
  }

  /** Surefire would start an IT without its settings, and a module be judged by its last run. */
  @Test
  void aTestByNameIsLeftToThePluginOfItsKindAndOldVerdictsAreForgotten() throws Exception {
    jdk(system.resolve("java-25"), "25.0.1");
    maven(0);
    Path verdict = checkout.resolve("cli/target/failsafe-reports/failsafe-summary.xml");
    Files.createDirectories(verdict.getParent());
    Files.writeString(verdict, "failed");

    assertThat(argosy(Map.of(), "test", "MainJobIT").status()).isZero();

    assertThat(read(checkout.resolve("called")))
        .contains("<-Dtest=MainJobIT,!*IT>", "<-Dit.test=MainJobIT,!*Test>");
    assertThat(verdict).doesNotExist();
  }
}
