package io.argosy.cli.operate;

import com.google.protobuf.ByteString;
import io.argosy.cli.person.KeyFile;
import io.argosy.cli.person.OwnFile;
import io.argosy.cli.person.Review;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc.ApprovalServiceBlockingStub;
import io.argosy.proto.approval.v1.GetStatementRequest;
import io.argosy.proto.approval.v1.GetStatementResponse;
import io.argosy.proto.approval.v1.ListAwaitingRequest;
import io.argosy.proto.approval.v1.StatementHead;
import io.argosy.proto.approval.v1.SubmitSignatureRequest;
import io.argosy.proto.approval.v1.SubmitSignatureResponse;
import io.argosy.wire.PersonSignatureWire;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a person what a batch really says, as this machine recomputed it, and signs it. */
@Command(
    name = "approve",
    description = {
      "Recomputes a statement from its payouts on this machine, shows it, and signs it.",
      "The maker's key signs as maker, any other as approver."
    })
public final class ApproveCommand implements Callable<Integer> {
  @Mixin private ProfileOption profile = new ProfileOption();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Your key; named after its id, like alice.key.")
  private Path key = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "ID",
      description = "The batch; not needed while one waits alone.")
  private String batch = "";

  @Option(
      names = "--own",
      paramLabel = "CSV",
      description = "Your own copy of the payouts; every leaf is held against it.")
  private List<Path> own = List.of();

  @Option(names = "--reject", description = "Say no.")
  private boolean reject;

  @Option(names = "--yes", description = "Do not ask; for a person who has looked already.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be signed, and sign nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    var person = KeyFile.read(key);
    var trusted = profile.read();
    try (var client = trusted.openApi()) {
      var approvals =
          ApprovalServiceGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(120, TimeUnit.SECONDS);
      String id = batch.isEmpty() ? theOnlyOne(approvals) : batch;
      var download = Download.of(approvals, id);
      var review = review(download);
      if (!review.statement().genesis().equals(trusted.genesis().hash())) {
        return refuse(List.of("the statement belongs to another deployment"));
      }
      show(review);
      if (!reject && !review.mayBeSigned()) {
        return refuse(review.faults());
      }
      if (dryRun || !(yes || confirmed(person))) {
        spec.commandLine().getOut().println("Nothing was signed.");
        return dryRun ? 0 : 1;
      }
      return submit(approvals, id, person, review, download.head().getGeneration());
    }
  }

  private String theOnlyOne(ApprovalServiceBlockingStub approvals) throws IOException {
    var waiting = approvals.listAwaiting(ListAwaitingRequest.getDefaultInstance());
    if (waiting.getStatementsCount() != 1) {
      throw new IOException(
          waiting.getStatementsCount() == 0
              ? "no batch waits for signatures"
              : waiting.getStatementsCount() + " batches wait; name one with --batch");
    }
    return waiting.getStatements(0).getBatchId();
  }

  /** What the api-service hands out; nothing of it is believed yet. */
  private record Download(StatementHead head, List<byte[]> leaves) {
    static Download of(ApprovalServiceBlockingStub approvals, String batch) throws IOException {
      var head = StatementHead.getDefaultInstance();
      var leaves = new ArrayList<byte[]>();
      var parts =
          approvals.getStatement(GetStatementRequest.newBuilder().setBatchId(batch).build());
      while (parts.hasNext()) {
        GetStatementResponse part = parts.next();
        if (part.hasHead()) {
          head = part.getHead();
        }
        part.getLeaves().getLeavesList().forEach(leaf -> leaves.add(leaf.toByteArray()));
        if (leaves.size() > 100_000) {
          throw new IOException("a statement has at most 100,000 leaves; more were sent");
        }
      }
      return new Download(head, leaves);
    }
  }

  private Review review(Download download) throws IOException {
    var review = Review.of(download.head().getStatement().toByteArray(), download.leaves());
    for (Path file : own) {
      review = review.against(OwnFile.read(file));
    }
    return review;
  }

  private void show(Review review) {
    var out = spec.commandLine().getOut();
    Statement statement = review.statement();
    out.println("Statement " + review.hash());
    out.println("  batch      " + statement.batch() + ", made by " + statement.maker());
    out.println("  pays from  " + statement.treasury());
    out.println(
        "  payouts    "
            + statement.count()
            + ", recomputed here from "
            + review.leaves().size()
            + " leaves");
    statement.totals().forEach(total -> out.println("  total      " + total));
    out.println("  valid      " + statement.notBefore() + " to " + statement.expiry());
    own.forEach(file -> out.println("  held against " + file));
    out.flush();
  }

  private int refuse(List<String> faults) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("This must not be signed:");
    faults.stream().limit(20).forEach(fault -> err.println("  " + fault));
    if (faults.size() > 20) {
      err.println("  and " + (faults.size() - 20) + " more");
    }
    err.flush();
    return 2;
  }

  private boolean confirmed(KeyFile person) throws IOException {
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(
                () ->
                    new IOException(
                        "there is no terminal to ask on; look, then repeat with --yes"));
    String word = reject ? "reject" : "approve";
    String answer = console.readLine("%s: type %s to sign: ", person.id(), word);
    return word.equals(answer);
  }

  private int submit(
      ApprovalServiceBlockingStub approvals,
      String id,
      KeyFile person,
      Review review,
      long generation)
      throws GeneralSecurityException {
    var role = person.id().equals(review.statement().maker()) ? Role.MAKER : Role.APPROVER;
    var verdict = reject ? Verdict.REJECT : Verdict.APPROVE;
    var signature =
        person.sign(role, review.statement().genesis(), generation, verdict, review.hash());
    SubmitSignatureResponse answer =
        approvals.submitSignature(
            SubmitSignatureRequest.newBuilder()
                .setBatchId(id)
                .setStatementHash(ByteString.copyFrom(review.hash().bytes()))
                .setSignature(PersonSignatureWire.wire(signature))
                .build());
    spec.commandLine()
        .getOut()
        .printf(
            "%s signed as %s: %s. Maker %s, approved by %d of %d.%n",
            person.id(),
            role,
            verdict,
            answer.getMakerSigned() ? "signed" : "not yet",
            answer.getApprovedByCount(),
            answer.getApprovalsNeeded());
    return 0;
  }
}
