package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.argosy.stack.Buf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire is written by the rules that its readers know. */
final class ProtoLintIT {
  private static final Path TOOLS = Path.of(System.getProperty("argosy.tools"));
  private static final Path PROTO = TOOLS.resolveSibling("proto");
  @TempDir private Path folder;

  /** Where the linter cannot be had, a person's run says so and a gate's run fails. */
  private static Buf linter() throws IOException {
    try {
      return Buf.install(TOOLS);
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      return abort("buf cannot be installed: " + e.getMessage());
    }
  }

  @Test
  void aFileThatBreaksTheRulesIsFound() throws IOException {
    Files.copy(PROTO.resolve("buf.yaml"), folder.resolve("buf.yaml"));
    Path place = Files.createDirectories(folder.resolve("src/main/protobuf/argosy/planted"));
    try (var bad = ProtoLintIT.class.getResourceAsStream("/planted/bad.proto")) {
      Files.write(place.resolve("bad.proto"), bad.readAllBytes());
    }

    assertThatThrownBy(() -> linter().lint(folder))
        .hasMessageContaining("Message name \"badName\" should be PascalCase")
        .hasMessageContaining("Field name \"CamelField\" should be lower_snake_case")
        .hasMessageContaining("Package name \"argosy.planted\" should be suffixed with")
        .hasMessageContaining("RPC \"Do\" should have a non-empty comment")
        .hasMessageContaining("Service name \"Planted\" should be suffixed with \"Service\"");
  }

  @Test
  void everyFileKeepsTheRules() throws IOException {
    var linter = linter();

    assertThatCode(() -> linter.lint(PROTO)).doesNotThrowAnyException();
  }
}
