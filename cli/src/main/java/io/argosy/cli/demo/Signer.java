package io.argosy.cli.demo;

import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.deploy.StartCache;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A person of the demo: runs {@code argosy approve} as a process of its own. */
final class Signer {
  /** What a JVM says when it hands its options on to the one that writes its start cache. */
  private static final String JVM_REMARK = "Picked up JAVA_TOOL_OPTIONS";

  private final RunFolder run;
  private final PayoutsFile file;

  Signer(RunFolder run, PayoutsFile file) {
    this.run = run;
    this.file = file;
  }

  /** Has a person look at a batch, hold it against their own copy of the file, and sign it. */
  void sign(String person, String batch) throws IOException, InterruptedException {
    Path folder = run.of("people").resolve(person);
    var words =
        new ArrayList<>(
            List.of(
                "approve",
                "--profile",
                run.profile().toString(),
                "--key",
                folder.resolve(person + ".key").toString(),
                "--batch",
                batch,
                "--yes"));
    if (file.text().startsWith("external_id")) {
      Path own = folder.resolve("payouts.csv");
      Files.writeString(own, file.text());
      words.addAll(List.of("--own", own.toString()));
    }
    var process = new ProcessBuilder(command(words)).redirectErrorStream(true).start();
    String said;
    try (var lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      said = lines.filter(line -> !line.startsWith(JVM_REMARK)).collect(Collectors.joining("\n"));
    }
    Files.writeString(folder.resolve("approve.txt"), said + "\n");
    if (process.waitFor() != 0) {
      throw new IOException(person + " did not sign: " + said);
    }
  }

  /** This program again, in a process of its own. */
  private static List<String> command(List<String> words) throws IOException {
    String classPath = System.getProperty("java.class.path");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-") && !argument.startsWith("-XX:AOT"))
            .toList());
    command.addAll(StartCache.arguments(Path.of(classPath.split(":", 2)[0])));
    command.addAll(List.of("-cp", classPath, "io.argosy.cli.Argosy"));
    command.addAll(words);
    return command;
  }
}
