package io.argosy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledTest {
  @TempDir Path tools;

  @Test
  void whatBrokeOffIsMadeAnew() throws Exception {
    Path home = tools.resolve("tool");
    assertThatThrownBy(() -> Installed.once(home, "whole", InstalledTest::breakOff))
        .hasMessage("the line broke");
    Files.createDirectory(home);
    Files.writeString(home.resolve("half"), "left by an older way of unpacking");

    var _ = Installed.once(home, "whole", InstalledTest::fill);

    assertThat(home.resolve("whole")).exists();
    assertThat(home.resolve("half")).doesNotExist();
    assertThat(tools.resolve("tool.part")).doesNotExist();
  }

  @Test
  void processesThatWantItAtOnceMakeItOnce() throws Exception {
    var ends = new ArrayList<Process>();
    for (int i = 0; i < 3; i++) {
      ends.add(another());
    }
    for (Process end : ends) {
      assertThat(end.waitFor()).isZero();
    }
    assertThat(Files.readAllLines(tools.resolve("makers"))).hasSize(1);
  }

  private Process another() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(
            List.of(java, "-cp", classes, Another.class.getName(), tools.toString()))
        .inheritIO()
        .start();
  }

  /** A process that wants the tool and writes down when it was the one to make it. */
  static final class Another {
    private Another() {}

    static void main(String[] arguments) throws IOException {
      Path tools = Path.of(arguments[0]);
      var _ =
          Installed.once(
              tools.resolve("tool"),
              "whole",
              part -> {
                Files.writeString(
                    tools.resolve("makers"),
                    ProcessHandle.current().pid() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
                Shell.run(tools, List.of("sleep", "1"));
                fill(part);
              });
    }
  }

  private static void fill(Path part) throws IOException {
    Files.writeString(part.resolve("whole"), "all of it");
  }

  private static void breakOff(Path part) throws IOException {
    Files.writeString(part.resolve("half"), "some of it");
    throw new IOException("the line broke");
  }
}
