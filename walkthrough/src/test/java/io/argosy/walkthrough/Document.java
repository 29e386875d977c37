package io.argosy.walkthrough;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the project with the blocks that a reader would run.
 *
 * @param blocks what stands between {@code ```sh} and {@code ```}, in order; other fences are
 *     screens and files, which nobody runs
 * @param links relative places that the page points to, without their anchors
 */
record Document(Path file, List<Block> blocks, List<Path> links) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)\\s]*)?\\)");

  Document {
    blocks = List.copyOf(blocks);
    links = List.copyOf(links);
  }

  /** The pages of a checkout: the two front pages, then everything below docs. */
  static List<Document> all(Path home) throws IOException {
    var files =
        new ArrayList<>(List.of(home.resolve("README.md"), home.resolve("README.zh-CN.md")));
    try (Stream<Path> below = Files.walk(home.resolve("docs"))) {
      below.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    var all = new ArrayList<Document>();
    for (Path file : files) {
      all.add(read(file));
    }
    return all;
  }

  static Document read(Path file) throws IOException {
    var blocks = new ArrayList<Block>();
    var links = new ArrayList<Path>();
    var lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = end(file, lines, i);
        if (lines.get(i).equals("```sh")) {
          blocks.add(new Block(file, i + 2, String.join("\n", lines.subList(i + 1, end)) + "\n"));
        }
        i = end;
      } else {
        LINK.matcher(lines.get(i))
            .results()
            .map((MatchResult found) -> file.resolveSibling(found.group(1)))
            .forEach(links::add);
      }
    }
    return new Document(file, blocks, links);
  }

  private static int end(Path file, List<String> lines, int begin) throws IOException {
    for (int i = begin + 1; i < lines.size(); i++) {
      if (lines.get(i).equals("```")) {
        return i;
      }
    }
    throw new IOException(file + ", line " + (begin + 1) + ": a block without an end");
  }

  /** What its blocks say, without where they stand. */
  List<String> texts() {
    return blocks.stream().map(Block::text).toList();
  }
}
