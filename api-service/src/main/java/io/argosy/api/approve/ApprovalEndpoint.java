package io.argosy.api.approve;

import static io.argosy.proto.common.v1.Reason.REASON_DEPENDENCY_DOWN;
import static io.argosy.proto.common.v1.Reason.REASON_MAKER_IS_APPROVER;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_PERSON_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_POLICY_MISSING;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_SIGNATURE_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;

import com.google.protobuf.ByteString;
import io.argosy.api.approve.ApprovalDao.Frozen;
import io.argosy.api.approve.ApprovalDao.Said;
import io.argosy.api.statement.StatementStore;
import io.argosy.api.tell.Outflow;
import io.argosy.custodycore.Policy;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.approval.v1.AwaitingStatement;
import io.argosy.proto.approval.v1.GetStatementRequest;
import io.argosy.proto.approval.v1.GetStatementResponse;
import io.argosy.proto.approval.v1.ListAwaitingRequest;
import io.argosy.proto.approval.v1.ListAwaitingResponse;
import io.argosy.proto.approval.v1.StatementHead;
import io.argosy.proto.approval.v1.StatementLeaves;
import io.argosy.proto.approval.v1.SubmitSignatureRequest;
import io.argosy.proto.approval.v1.SubmitSignatureResponse;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What makers' and approvers' own tools ask. */
public final class ApprovalEndpoint extends ApprovalServiceGrpc.ApprovalServiceImplBase {
  private static final int LEAVES_A_PART = 2_000;
  private final Jdbi db;
  private final StatementStore statements;
  private final GenerationClient custody;
  private final SignatureIntake intake;

  public ApprovalEndpoint(
      Jdbi db, Clock clock, Policy policy, StatementStore statements, GenerationClient custody) {
    this.db = db;
    this.statements = statements;
    this.custody = custody;
    this.intake = new SignatureIntake(db, clock, policy);
  }

  @Override
  public void listAwaiting(ListAwaitingRequest request, StreamObserver<ListAwaitingResponse> out) {
    var statements = db.withHandle(ApprovalEndpoint::awaiting);
    out.onNext(ListAwaitingResponse.newBuilder().addAllStatements(statements).build());
    out.onCompleted();
  }

  private static List<AwaitingStatement> awaiting(Handle handle) {
    var dao = handle.attach(ApprovalDao.class);
    var frozen = dao.awaiting();
    var said = dao.said(frozen.stream().map(Frozen::hash).toArray(byte[][]::new));
    return frozen.stream()
        .map(
            each ->
                AwaitingStatement.newBuilder()
                    .setBatchId(each.batchId())
                    .setStatementHash(ByteString.copyFrom(each.hash()))
                    .setStatement(ByteString.copyFrom(each.body()))
                    .addAllSignatures(signatures(each.digest(), said))
                    .build())
        .toList();
  }

  private static List<io.argosy.proto.common.v1.PersonSignature> signatures(
      Digest32 statement, List<Said> said) {
    return said.stream()
        .filter(each -> Digest32.of(each.statementHash()).equals(statement))
        .map(each -> PersonSignatureWire.wire(each.signature()))
        .toList();
  }

  @Override
  public void getStatement(GetStatementRequest request, StreamObserver<GetStatementResponse> out) {
    var frozen = frozen(request.getBatchId());
    long generation = custody.generation().orElseThrow(() -> generationUnknown());
    var said =
        db.withHandle(
            handle -> handle.attach(ApprovalDao.class).said(new byte[][] {frozen.hash()}));
    var head =
        StatementHead.newBuilder()
            .setStatement(ByteString.copyFrom(frozen.body()))
            .setStatementHash(ByteString.copyFrom(frozen.hash()))
            .setGeneration(generation)
            .addAllSignatures(signatures(frozen.digest(), said));
    var first = GetStatementResponse.newBuilder().setHead(head).build();
    var leaves = statements.get(frozen.digest()).leaves();
    var lines = db.withHandle(handle -> handle.attach(ApprovalDao.class).lines(frozen.batchId()));
    Outflow.start("statement", out, flow -> send(flow, first, leaves, lines));
  }

  private static Refusal generationUnknown() {
    return Refusal.of(REASON_DEPENDENCY_DOWN, "custody", "no custody daemon tells its generation");
  }

  private Frozen frozen(String batch) {
    return db.withHandle(handle -> handle.attach(ApprovalDao.class).frozen(batch))
        .orElseThrow(() -> missing(batch));
  }

  private Refusal missing(String batch) {
    boolean there =
        db.withHandle(
            handle ->
                handle
                    .createQuery("SELECT EXISTS (SELECT FROM batch WHERE batch_id = :batch)")
                    .bind("batch", batch)
                    .mapTo(Boolean.class)
                    .one());
    return there
        ? Refusal.of(REASON_WRONG_STATE, "batch_id", "the batch is not frozen")
        : Refusal.of(REASON_NOT_FOUND, "batch_id", batch);
  }

  private static void send(
      Outflow<GetStatementResponse> flow,
      GetStatementResponse first,
      List<Leaf> leaves,
      List<Integer> lines)
      throws InterruptedException {
    boolean open = flow.send(first);
    for (int from = 0; open && from < leaves.size(); from += LEAVES_A_PART) {
      int to = Math.min(from + LEAVES_A_PART, leaves.size());
      open = flow.send(part(leaves.subList(from, to), lines.subList(from, to)));
    }
  }

  private static GetStatementResponse part(List<Leaf> leaves, List<Integer> lines) {
    var part =
        StatementLeaves.newBuilder()
            .addAllLeaves(leaves.stream().map(Leaf::encoded).map(ByteString::copyFrom).toList())
            .addAllLines(lines);
    return GetStatementResponse.newBuilder().setLeaves(part).build();
  }

  @Override
  public void submitSignature(
      SubmitSignatureRequest request, StreamObserver<SubmitSignatureResponse> out) {
    if (request.getStatementHash().size() != 32) {
      throw Refusal.of(REASON_REQUEST_INVALID, "statement_hash", "32 bytes");
    }
    var hash = Digest32.of(request.getStatementHash().toByteArray());
    var batch = request.getBatchId();
    if (!batch.matches("[!-~]{1,64}")) {
      throw Refusal.of(REASON_NOT_FOUND, "batch_id", "no such batch");
    }
    var signature = signature(request);
    var standing =
        standing(batch, intake.submit(new BatchId(batch), hash, signature, custody.generation()));
    out.onNext(
        SubmitSignatureResponse.newBuilder()
            .setMakerSigned(standing.makerSigned())
            .addAllApprovedBy(standing.approvedBy())
            .setApprovalsNeeded(standing.needed().orElse(0))
            .build());
    out.onCompleted();
  }

  private static PersonSignature signature(SubmitSignatureRequest request) {
    try {
      return PersonSignatureWire.parse(request.getSignature());
    } catch (IllegalArgumentException e) {
      throw Refusal.of(REASON_REQUEST_INVALID, "signature", String.valueOf(e.getMessage()));
    }
  }

  private static Standing standing(String batch, SignatureIntake.Answer answer) {
    return switch (answer) {
      case SignatureIntake.Answer.Stored(var standing) -> standing;
      case SignatureIntake.Answer.NoBatch() ->
          throw Refusal.of(REASON_NOT_FOUND, "batch_id", batch);
      case SignatureIntake.Answer.WrongState(var what) ->
          throw Refusal.of(REASON_WRONG_STATE, "batch_id", what);
      case SignatureIntake.Answer.OtherStatement() ->
          throw Refusal.of(REASON_REQUEST_INVALID, "statement_hash", "not this batch's statement");
      case SignatureIntake.Answer.PersonUnknown(var who) ->
          throw Refusal.of(REASON_PERSON_UNKNOWN, "key_id", who);
      case SignatureIntake.Answer.SignatureInvalid(var who) ->
          throw Refusal.of(REASON_SIGNATURE_INVALID, "signature", who);
      case SignatureIntake.Answer.MakerIsApprover(var who) ->
          throw Refusal.of(REASON_MAKER_IS_APPROVER, "key_id", who);
      case SignatureIntake.Answer.GenerationUnknown() -> throw generationUnknown();
      case SignatureIntake.Answer.PolicyMissing(var why) ->
          throw Refusal.of(REASON_POLICY_MISSING, "policy", why);
    };
  }
}
