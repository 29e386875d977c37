package io.argosy.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.stack.Solc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactIT {
  private static final Path TOOLS = Path.of(System.getProperty("argosy.tools"));
  private static final Path CONTRACTS = TOOLS.resolveSibling("contracts");
  @TempDir private Path folder;

  @Test
  void theArtifactsAreWhatTheSourcesCompileTo() throws Exception {
    Solc.compile(TOOLS, CONTRACTS, folder);

    Path kept = CONTRACTS.resolve("src/main/resources/io/argosy/contracts");
    assertThat(names(folder)).isEqualTo(names(kept)).contains("Executor.hex");
    for (String name : names(folder)) {
      assertThat(kept.resolve(name)).hasSameTextualContentAs(folder.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws Exception {
    var names = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    names.sort(null);
    return names;
  }
}
