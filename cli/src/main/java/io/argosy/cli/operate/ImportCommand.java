package io.argosy.cli.operate;

import com.google.protobuf.ByteString;
import io.argosy.proto.payout.v1.FaultyLines;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.ImportBatchResponse;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.payout.v1.RowError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a batch of a CSV file, or tells every fault of it. */
@Command(
    name = "import",
    description = {
      "Makes a batch of a CSV file: the template, a Safe CSV Airdrop, or Disperse lines.",
      "Template columns: external_id, recipient, asset, amount; optional: priority, region,",
      "not_before, route, reference."
    })
public final class ImportCommand implements Callable<Integer> {
  @Mixin private ProfileOption profile = new ProfileOption();

  @Parameters(paramLabel = "CSV", description = "The file; UTF-8, at most 100,000 rows.")
  private Path file = Path.of("");

  @Option(
      names = "--maker",
      required = true,
      paramLabel = "KEY-ID",
      description = "Who makes the batch; that person signs it with approve.")
  private String maker = "";

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Your name for this order; the file's name by default.")
  private String requestId = "";

  @Option(
      names = "--asset",
      paramLabel = "SYMBOL",
      description = "What Disperse lines pay; they name no asset.")
  private String asset = "";

  @Option(names = "--dry-run", description = "Check the whole file and make nothing.")
  private boolean dryRun;

  @Option(
      names = "--leave-out-faulty",
      description = "Make a batch of the lines without a fault; otherwise one fault stops all.")
  private boolean leaveOut;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (var client = profile.read().openApi()) {
      var answer =
          PayoutServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(120, TimeUnit.SECONDS)
              .importBatch(
                  ImportBatchRequest.newBuilder()
                      .setRequestId(requestId.isEmpty() ? nameOf(file) : requestId)
                      .setMakerKeyId(maker)
                      .setFile(ByteString.copyFrom(bytes))
                      .setDisperseAsset(asset)
                      .setDryRun(dryRun)
                      .setFaultyLines(
                          leaveOut
                              ? FaultyLines.FAULTY_LINES_LEAVE_OUT
                              : FaultyLines.FAULTY_LINES_REFUSE)
                      .build());
      return tell(answer);
    }
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName()).replaceAll("[^!-~]", "_");
  }

  private int tell(ImportBatchResponse answer) {
    var out = spec.commandLine().getOut();
    answer.getRowErrorsList().forEach(error -> out.println(sentence(error)));
    out.printf("%d lines are right, %d faults.%n", answer.getRows(), answer.getRowErrorsCount());
    boolean made = !answer.getBatchId().isEmpty();
    if (made) {
      out.println("Batch " + answer.getBatchId() + " was made.");
    } else {
      out.println(dryRun ? "Nothing was made: a dry run." : "Nothing was made.");
    }
    out.flush();
    return made || (dryRun && answer.getRowErrorsCount() == 0) ? 0 : 1;
  }

  /** A fault as people read it. */
  public static String sentence(RowError error) {
    return "line %d, %s: \"%s\"; %s [%s]"
        .formatted(
            error.getLine(),
            error.getField(),
            error.getFound(),
            error.getRemedy(),
            error.getReason());
  }
}
