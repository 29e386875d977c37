package io.argosy.cli.operate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.argosy.model.Digest32;
import io.argosy.model.MerkleTree;
import io.argosy.model.Statement;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.approval.v1.GetStatementRequest;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.GetPayoutResponse;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.servicekit.GrpcClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one payment's whole life, from its line in the file to its posting in the ledger. */
@Command(name = "payout", description = "Prints one payment's whole life.")
public final class PayoutCommand implements Callable<Integer> {
  @Mixin private ProfileOption profile = new ProfileOption();

  @Parameters(paramLabel = "ID", description = "The client's own name for it, its external id.")
  private String id = "";

  @Option(names = "--client", paramLabel = "NAME", description = "Whose it is; yours by default.")
  private String client = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var channel = profile.read().openApi()) {
      var life =
          PayoutServiceGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .getPayout(GetPayoutRequest.newBuilder().setExternalId(id).setClient(client).build());
      ordered(out, life);
      signed(out, life, statement(channel, life));
      paid(out, life);
      booked(out, life);
    }
    out.flush();
    return 0;
  }

  private static void ordered(PrintWriter out, GetPayoutResponse life) {
    var payout = life.getPayout();
    out.printf("%s  %s %s%n", payout.getExternalId(), state(life), payout.getReason());
    out.printf("  ordered    line %d, by %s%n", payout.getLine(), payout.getClient());
    out.printf("  pays       %s%n", payout.getRecipient());
    out.printf("             %s units of %s%n", payout.getAmountUnits(), payout.getAsset());
    if (life.getFindingsCount() == 0) {
      out.println("  screened   nothing found");
    }
    for (var finding : life.getFindingsList()) {
      out.printf(
          "  finding    %s: %s, %s; %s %s%n",
          finding.getVerdict(),
          finding.getRule(),
          finding.getReason(),
          finding.getDecision(),
          finding.getDecidedBy());
    }
  }

  private static String state(GetPayoutResponse life) {
    return life.getPayout().getState().name().substring("PAYOUT_STATE_".length());
  }

  /**
   * The statement's own text, from which this machine takes the root; empty before it is frozen.
   */
  private static Optional<Statement> statement(GrpcClient channel, GetPayoutResponse life) {
    if (life.getStatementHash().isEmpty()) {
      return Optional.empty();
    }
    var parts =
        ApprovalServiceGrpc.newBlockingStub(channel.channel())
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .getStatement(
                GetStatementRequest.newBuilder().setBatchId(life.getPayout().getBatchId()).build());
    try {
      return Optional.of(Statement.decode(parts.next().getHead().getStatement().toByteArray()));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  private static void signed(
      PrintWriter out, GetPayoutResponse life, Optional<Statement> statement) {
    if (life.getStatementHash().isEmpty()) {
      return;
    }
    out.printf("  statement  %s%n", hex(life.getStatementHash()));
    out.printf(
        "  leaf       %d of %d, %d bytes, hash %s%n",
        life.getPayout().getLeaf(),
        life.getLeafCount(),
        life.getLeafBody().size(),
        MerkleTree.leafHash(life.getLeafBody().toByteArray()));
    life.getMerklePathList().forEach(node -> out.printf("    proof    %s%n", hex(node)));
    out.printf("    root     %s%n", proof(life, statement));
    for (var signer : life.getSignersList()) {
      out.printf(
          "  signed     by %s as %s: %s%n",
          signer.getKeyId(), signer.getRole(), signer.getVerdict());
    }
  }

  private static String proof(GetPayoutResponse life, Optional<Statement> statement) {
    if (statement.isEmpty()) {
      return "not checked: the statement was not handed out";
    }
    var path = life.getMerklePathList().stream().map(p -> Digest32.of(p.toByteArray())).toList();
    boolean holds =
        MerkleTree.proves(
            statement.get().root(),
            life.getLeafBody().toByteArray(),
            life.getPayout().getLeaf(),
            life.getLeafCount(),
            path);
    return statement.get().root() + (holds ? " (the proof holds)" : " (THE PROOF DOES NOT HOLD)");
  }

  private static void paid(PrintWriter out, GetPayoutResponse life) {
    if (life.getSignedByCount() > 0) {
      out.printf("  custody    signed by %s%n", String.join(" and ", life.getSignedByList()));
    }
    for (var attempt : life.getAttemptsList()) {
      out.printf(
          "  attempt    lane %s, nonce %d, stored %s%n             %s%n",
          attempt.getLane(), attempt.getNonce(), time(attempt.getStoredAt()), attempt.getTxHash());
    }
    if (life.getPayout().getBlockNumber() > 0) {
      out.printf(
          "  block      %d, transaction %s%n",
          life.getPayout().getBlockNumber(), life.getPayout().getTxHash());
    }
  }

  private static void booked(PrintWriter out, GetPayoutResponse life) {
    for (var entry : life.getEntriesList()) {
      out.printf(
          "  %-10s %s %s%n",
          entry.getKind().toLowerCase(java.util.Locale.ROOT), entry.getAccount(), entry.getUnits());
    }
    for (var event : life.getHistoryList()) {
      out.printf("  %s  %s %s%n", time(event.getHappenedAt()), event.getKind(), event.getDetail());
    }
  }

  private static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
