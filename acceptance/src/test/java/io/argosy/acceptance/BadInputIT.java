package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.Argosy;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.operate.Profile;
import io.argosy.proto.payout.v1.ListBatchesRequest;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Malformed files, and what {@code argosy import --dry-run} tells the person who brings them. */
@Order(1)
@ExtendWith(SharedWhole.class)
final class BadInputIT {
  @TempDir private Path folder;
  private static Deployment deployment;

  @BeforeAll
  static void start(Whole whole) {
    deployment = whole.deployment();
  }

  private record Told(int status, List<String> lines) {}

  private Told dryRun(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("payouts.csv"), bytes);
    String profile = deployment.run().profile().toString();
    var heard = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
    try {
      int status =
          Argosy.run(
              "import", "--profile", profile, "--maker", "mara", "--dry-run", file.toString());
      return new Told(status, heard.toString(StandardCharsets.UTF_8).lines().toList());
    } finally {
      System.setOut(before);
    }
  }

  private static int batches() throws IOException {
    try (var api = Profile.read(deployment.run().profile()).openApi()) {
      return PayoutServiceGrpc.newBlockingStub(api.channel())
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .listBatches(ListBatchesRequest.newBuilder().setPageSize(500).build())
          .getBatchesCount();
    }
  }

  @Test
  void aFileWithoutAFaultIsSaidToBeRight() throws IOException {
    var told = dryRun(BadFile.NONE.bytes());

    assertThat(told.status()).isZero();
    assertThat(told.lines())
        .containsExactly("1 lines are right, 0 faults.", "Nothing was made: a dry run.");
  }

  @Test
  void everyFaultIsToldWithItsLineFieldReasonAndRemedyAndNothingIsMade() throws IOException {
    int before = batches();
    var bad =
        BadFile.all(deployment.facts().chain().asset("DUSD").token().orElseThrow().toString());
    assertThat(bad).hasSizeGreaterThan(25);
    for (BadFile file : bad) {
      var told = dryRun(file.bytes());

      assertThat(told.status()).as(file.name()).isNotZero();
      assertThat(told.lines()).as(file.name()).hasSize(file.told().size() + 2);
      for (int i = 0; i < file.told().size(); i++) {
        var sentence = file.told().get(i);
        String line = told.lines().get(i);
        assertThat(line).as(file.name()).startsWith(sentence.begins()).endsWith(sentence.ends());
        assertThat(line).as(file.name()).matches(".*\"; .{4,} \\[[A-Z_]+]");
      }
      assertThat(told.lines().get(file.told().size()))
          .isEqualTo("%d lines are right, %d faults.".formatted(file.right(), file.told().size()));
    }
    assertThat(batches()).isEqualTo(before);
  }

  /** Not the first fault only: a person mends a file once. */
  @Test
  void allFaultsOfAFileAreToldAtOnce() throws IOException {
    var text = new StringBuilder("external_id,recipient,asset,amount\n");
    for (int i = 0; i < 500; i++) {
      text.append("p-").append(i).append(",0x00,DGBP,-1\n");
    }

    var told = dryRun(text.toString().getBytes(StandardCharsets.US_ASCII));

    assertThat(told.lines()).hasSize(1_502);
    assertThat(told.lines().get(1_499)).startsWith("line 501, amount: \"-1\"");
    assertThat(told.lines().get(1_500)).isEqualTo("0 lines are right, 1500 faults.");
  }
}
