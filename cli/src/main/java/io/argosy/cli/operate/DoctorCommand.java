package io.argosy.cli.operate;

import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this machine has and lacks, and what runs. */
@Command(name = "doctor", description = "Checks this machine, and says what runs.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_SPACE = 2L << 30;
  @Spec private CommandSpec spec = CommandSpec.create();
  private int missing;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    check(out, Runtime.version().feature() >= 25, "JDK " + Runtime.version(), "a JDK 25");
    check(out, onPath("mvn"), "Maven on the PATH", "Apache Maven 3.8.7 or newer");
    check(
        out,
        onPath("node") && onPath("npm"),
        "Node.js and npm on the PATH",
        "Node.js 20 or newer with npm; the development chain comes from there");
    check(out, onPath("tar") && onPath("xz"), "tar and xz on the PATH", "tar and xz-utils");
    long space = Files.getFileStore(RunFolder.home()).getUsableSpace();
    check(out, space > LEAST_SPACE, (space >> 30) + " GiB of space", "2 GiB of free space");
    for (var entry : ProcessList.read(RunFolder.ofCheckout())) {
      out.printf(
          "%-5s %-22s pid %d %s%n",
          entry.handle().isPresent() ? "up" : "down", entry.name(), entry.pid(), entry.ports());
    }
    out.flush();
    return missing == 0 ? 0 : 1;
  }

  private void check(PrintWriter out, boolean holds, String found, String needed) {
    if (!holds) {
      missing++;
    }
    out.println(holds ? "ok    " + found : "lacks " + needed);
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
