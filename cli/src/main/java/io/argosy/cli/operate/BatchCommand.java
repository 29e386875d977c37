package io.argosy.cli.operate;

import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.ListBatchesRequest;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows batches: where they stand, and why nothing moves if nothing does. */
@Command(name = "batch", description = "Shows one batch, or the newest ones.")
public final class BatchCommand implements Callable<Integer> {
  @Mixin private ProfileOption profile = new ProfileOption();

  @Parameters(paramLabel = "ID", arity = "0..1", description = "The batch.")
  private String id = "";

  @Option(names = "--most", paramLabel = "N", description = "How many to list; 20 by default.")
  private int most = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var client = profile.read().openApi()) {
      var payouts =
          PayoutServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(30, TimeUnit.SECONDS);
      if (id.isEmpty()) {
        payouts
            .listBatches(ListBatchesRequest.newBuilder().setPageSize(most).build())
            .getBatchesList()
            .forEach(batch -> show(out, batch));
      } else {
        show(out, payouts.getBatch(GetBatchRequest.newBuilder().setBatchId(id).build()).getBatch());
      }
    }
    out.flush();
    return 0;
  }

  private static void show(PrintWriter out, Batch batch) {
    out.printf(
        "%s  %s  of %s, made by %s%n",
        batch.getBatchId(),
        batch.getState().name().substring("BATCH_STATE_".length()),
        batch.getClient(),
        batch.getMakerKeyId());
    for (var count : batch.getPayoutStatesList()) {
      out.printf(
          "  %,9d %s%n",
          count.getCount(), count.getState().name().substring("PAYOUT_STATE_".length()));
    }
    if (!batch.getWaitsFor().isEmpty()) {
      out.println("  waits for " + batch.getWaitsFor());
    }
    for (var refusal : batch.getRefusalsList()) {
      out.printf(
          "  refused by %s: %s %s%n",
          refusal.getDaemonId(), refusal.getReason(), refusal.getDetail());
    }
  }
}
