package io.argosy.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.Argosy;
import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.proto.common.v1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents tell a reader to do works as it stands there, one deployment at a time. */
final class DocumentsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path CHECKOUT = RunFolder.home();
  private static final Path PLANTED = Path.of("src/test/resources/planted/documents");

  /** What {@link DemoIT} runs, and looks at more closely. */
  private static final String ELSEWHERE = "./argosy attack\n";

  /** These would run the suite within itself. */
  private static final String NEVER = "(?s).*argosy\\s+(test|build)\\b.*";

  @BeforeAll
  static void nothingRunsInThisCheckout() throws IOException {
    assertThat(ProcessList.read(RunFolder.ofCheckout()))
        .as("stop it first: ./argosy down")
        .noneMatch(entry -> entry.handle().isPresent());
  }

  private static Block planted(String page) throws IOException {
    return Document.read(PLANTED.resolve(page)).blocks().getFirst();
  }

  @Test
  void aBlockThatFailsIsToldWithItsTextAndItsOutput() throws Exception {
    var fault = planted("docs/failing.md").fault(CHECKOUT, PATIENCE);

    assertThat(fault).isPresent();
    assertThat(fault.get())
        .contains("failing.md, line 6: the block ended with 3")
        .contains("sh -c 'exit 3' | cat")
        .contains("It printed:\nso far so good\n")
        .doesNotContain("never\nnever");
  }

  @Test
  void aBlockThatNeverEndsIsStoppedAndTold() throws Exception {
    var fault = planted("docs/endless.md").fault(CHECKOUT, Duration.ofSeconds(1));

    assertThat(fault.orElse("")).contains("did not end within PT1S").contains("sleep 600");
  }

  @Test
  void screensAreNotRunAndBlocksAre() throws IOException {
    var document = Document.read(PLANTED.resolve("README.md"));

    assertThat(document.texts()).containsExactly("./argosy test --fast\n", "true\n");
    assertThat(document.texts().getFirst()).matches(NEVER);
    assertThat(document.links()).hasSize(1).noneMatch(Files::exists);
  }

  @Test
  void noBlockRunsTheSuiteWithinItself() throws IOException {
    var texts = Document.all(CHECKOUT).stream().flatMap(page -> page.texts().stream()).toList();

    assertThat(texts).hasSizeGreaterThan(10).noneMatch(text -> text.matches(NEVER));
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    var links = Document.all(CHECKOUT).stream().flatMap(page -> page.links().stream()).toList();

    assertThat(links).hasSizeGreaterThan(10).allMatch(Files::exists);
  }

  /** So they are run once, and a reader of either page runs the same. */
  @Test
  void bothFrontPagesSayTheSameCommands() throws IOException {
    var pages = Document.all(CHECKOUT);

    assertThat(pages.get(0).texts()).isNotEmpty().isEqualTo(pages.get(1).texts());
  }

  @Test
  void everyReasonOfTheCatalogueIsExplained() throws IOException {
    var guide = Files.readString(CHECKOUT.resolve("docs/api-guide.md"));

    assertThat(Reason.values()).hasSizeGreaterThan(40);
    assertThat(Reason.values())
        .filteredOn(each -> each != Reason.REASON_UNSPECIFIED && each != Reason.UNRECOGNIZED)
        .allMatch(
            each -> guide.contains("\n| " + each.name().substring("REASON_".length()) + " |"));
  }

  @TestFactory
  Stream<DynamicTest> everyBlockOfEveryDocumentWorks() throws IOException {
    var pages = Document.all(CHECKOUT).stream().filter(page -> !page.blocks().isEmpty()).toList();
    assertThat(pages).hasSizeGreaterThan(3);
    return pages.stream()
        .filter(page -> !page.file().endsWith("README.zh-CN.md"))
        .map(
            page ->
                DynamicTest.dynamicTest(
                    CHECKOUT.relativize(page.file()).toString(), () -> run(page.blocks())));
  }

  private static void run(List<Block> blocks) throws Exception {
    try {
      for (Block block : blocks) {
        if (!block.text().equals(ELSEWHERE)) {
          Optional<String> fault = block.fault(CHECKOUT, PATIENCE);
          assertThat(fault.orElse("")).isEmpty();
        }
      }
    } finally {
      // A page that broke off in the middle leaves nothing behind for the next one.
      int _ = Argosy.run("down");
    }
  }
}
