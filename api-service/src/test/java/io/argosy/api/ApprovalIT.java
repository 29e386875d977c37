package io.argosy.api;

import static io.argosy.api.Orders.batch;
import static io.argosy.api.Orders.csv;
import static io.argosy.api.Orders.file;
import static io.argosy.api.Orders.payout;
import static io.argosy.api.Refused.reason;
import static io.argosy.proto.common.v1.Reason.REASON_MAKER_IS_APPROVER;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_PERSON_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_ROLE_NOT_ALLOWED;
import static io.argosy.proto.common.v1.Reason.REASON_SIGNATURE_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_AWAITING_APPROVAL;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_EXPIRED;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_REGISTERING;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.argosy.api.approve.ApprovingStage;
import io.argosy.api.approve.GenerationClient;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.MerkleTree;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.approval.v1.AwaitingStatement;
import io.argosy.proto.approval.v1.GetStatementRequest;
import io.argosy.proto.approval.v1.GetStatementResponse;
import io.argosy.proto.approval.v1.ListAwaitingRequest;
import io.argosy.proto.approval.v1.SubmitSignatureRequest;
import io.argosy.proto.approval.v1.SubmitSignatureResponse;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.wire.PersonSignatureWire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApprovalIT {
  private static ApiStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new ApiStack();
    stack.awaitPrices();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** Makes a batch of one payout and waits until it is frozen. */
  private static String frozen(String name, String units) {
    var id = stack.as("client/payroll").createBatch(batch(name, payout(name, units))).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);
    return id;
  }

  private static Digest32 hash(String batch) {
    var head = statement(batch).getFirst().getHead();
    return Digest32.of(head.getStatementHash().toByteArray());
  }

  private static List<GetStatementResponse> statement(String batch) {
    var parts = new ArrayList<GetStatementResponse>();
    stack
        .approvals()
        .getStatement(GetStatementRequest.newBuilder().setBatchId(batch).build())
        .forEachRemaining(parts::add);
    return parts;
  }

  private static PersonSignature signature(KeyId key, Role role, Verdict verdict, Digest32 text) {
    return stack.people.sign(
        key, role, verdict, stack.policy.genesis(), stack.generation.get(), text);
  }

  private static SubmitSignatureResponse submit(String batch, PersonSignature signature) {
    return submit(batch, hash(batch), signature);
  }

  private static SubmitSignatureResponse submit(
      String batch, Digest32 text, PersonSignature signature) {
    return stack
        .approvals()
        .submitSignature(
            SubmitSignatureRequest.newBuilder()
                .setBatchId(batch)
                .setStatementHash(ByteString.copyFrom(text.bytes()))
                .setSignature(PersonSignatureWire.wire(signature))
                .build());
  }

  private static SubmitSignatureResponse make(String batch) {
    return submit(batch, signature(People.MAKER, Role.MAKER, Verdict.APPROVE, hash(batch)));
  }

  private static SubmitSignatureResponse approve(String batch, KeyId key) {
    return submit(batch, signature(key, Role.APPROVER, Verdict.APPROVE, hash(batch)));
  }

  @Test
  void aClientMayNotApprove() {
    var client = ApprovalServiceGrpc.newBlockingStub(stack.client("client/payroll").channel());

    assertThat(reason(() -> client.listAwaiting(ListAwaitingRequest.getDefaultInstance())))
        .isEqualTo(REASON_ROLE_NOT_ALLOWED);
  }

  @Test
  void aSignatureThatProvesNothingIsRefusedWithItsReason() {
    var id = frozen("bad-signatures", "1");
    var text = hash(id);
    var other = Digest32.sha256(new byte[] {1});
    var ben = signature(People.BEN, Role.APPROVER, Verdict.APPROVE, text);

    assertThat(reason(() -> submit("no-batch", text, ben))).isEqualTo(REASON_NOT_FOUND);
    assertThat(reason(() -> submit(id, other, ben))).isEqualTo(REASON_REQUEST_INVALID);
    assertThat(
            reason(
                () -> submit(id, signature(People.STRANGER, Role.APPROVER, Verdict.APPROVE, text))))
        .isEqualTo(REASON_PERSON_UNKNOWN);
    assertThat(reason(() -> submit(id, signature(People.BEN, Role.MAKER, Verdict.APPROVE, text))))
        .isEqualTo(REASON_PERSON_UNKNOWN);
    assertThat(
            reason(() -> submit(id, signature(People.BEN, Role.APPROVER, Verdict.APPROVE, other))))
        .isEqualTo(REASON_SIGNATURE_INVALID);
    assertThat(reason(() -> approve(id, People.ANNA_APPROVER))).isEqualTo(REASON_MAKER_IS_APPROVER);
    var later =
        stack.people.sign(
            People.BEN, Role.APPROVER, Verdict.APPROVE, stack.policy.genesis(), 99, text);
    assertThat(reason(() -> submit(id, later))).isEqualTo(REASON_SIGNATURE_INVALID);
    assertThat(statement(id).getFirst().getHead().getSignaturesList()).isEmpty();
  }

  @Test
  void neitherTheMakerAloneNorApproversAloneMoveABatch() {
    var unmade = frozen("unmade", "2000000000");
    var made = frozen("made", "2000000000");

    assertThat(make(made).getApprovalsNeeded()).isEqualTo(2);
    var _ = approve(made, People.BEN);
    var _ = approve(unmade, People.BEN);
    var _ = approve(unmade, People.CLEO);

    assertThat(stack.awaitWait(made, "APPROVALS_MISSING: 1 of 2").getState())
        .isEqualTo(BATCH_STATE_AWAITING_APPROVAL);
    assertThat(stack.awaitWait(unmade, "MAKER_MISSING").getState())
        .isEqualTo(BATCH_STATE_AWAITING_APPROVAL);
  }

  @Test
  void enoughPeopleMoveABatchOnAndTheFirstWordOfEachStands() {
    var id = frozen("approved", "2000000000");

    var _ = make(id);
    var _ = approve(id, People.BEN);
    var again = approve(id, People.BEN);
    var text = hash(id);
    assertThat(reason(() -> submit(id, signature(People.BEN, Role.APPROVER, Verdict.REJECT, text))))
        .isEqualTo(REASON_WRONG_STATE);
    var last = approve(id, People.CLEO);

    assertThat(again.getApprovedByList()).containsExactly("ben");
    assertThat(last.getMakerSigned()).isTrue();
    assertThat(last.getApprovedByList()).containsExactly("ben", "cleo");
    var _ = stack.awaitState(id, BATCH_STATE_REGISTERING);
    assertThat(approve(id, People.CLEO)).isEqualTo(last);
  }

  @Test
  void oneNoRejectsABatchForEver() {
    var id = frozen("rejected", "1");

    var _ = make(id);
    var _ = submit(id, signature(People.CLEO, Role.APPROVER, Verdict.REJECT, hash(id)));

    var _ = stack.awaitState(id, BATCH_STATE_REJECTED);
    assertThat(reason(() -> approve(id, People.BEN))).isEqualTo(REASON_WRONG_STATE);
  }

  @Test
  void aBatchThatCameBackWaitsUntilPeopleSignAgain() {
    var id = frozen("came-back", "1");
    var _ = make(id);
    var _ = approve(id, People.BEN);
    var _ = stack.awaitState(id, BATCH_STATE_REGISTERING);

    stack.move(id, "REGISTERING", "AWAITING_APPROVAL");
    stack.rounds(3);
    assertThat(stack.batch(id).getState()).isEqualTo(BATCH_STATE_AWAITING_APPROVAL);

    var _ = approve(id, People.BEN);
    var _ = stack.awaitState(id, BATCH_STATE_REGISTERING);
  }

  @Test
  void wordsOfAnOlderGenerationCountNoMore() {
    var id = frozen("generations", "2000000000");
    var _ = make(id);
    var _ = approve(id, People.BEN);
    stack.generation.set(1);
    stack.awaitGeneration(1);

    var cleo = approve(id, People.CLEO);

    assertThat(cleo.getMakerSigned()).isFalse();
    assertThat(cleo.getApprovedByList()).containsExactly("cleo");
    var _ = approve(id, People.BEN);
    assertThat(stack.awaitWait(id, "MAKER_MISSING").getState())
        .isEqualTo(BATCH_STATE_AWAITING_APPROVAL);
    var _ = make(id);
    var _ = stack.awaitState(id, BATCH_STATE_REGISTERING);
  }

  @Test
  void oneDaemonAloneRaisesTheGenerationForNobody() {
    var id = frozen("liar", "1");
    long honest = stack.generation.get();

    stack.lieOfTheLast.set(1_000);
    stack.rounds(1);

    assertThat(statement(id).getFirst().getHead().getGeneration()).isEqualTo(honest);
    stack.lieOfTheLast.set(0);
  }

  @Test
  void aStatementThatNobodyApprovedInTimeExpires() {
    var id = frozen("expired", "1");
    var _ = make(id);

    assertThat(lateStage().run()).isPositive();

    assertThat(stack.batch(id).getState()).isEqualTo(BATCH_STATE_EXPIRED);
    assertThat(reason(() -> approve(id, People.BEN))).isEqualTo(REASON_WRONG_STATE);
  }

  @Test
  void whatCustodyKnowsIsEndedByTheChainAndNeverByTheWaitForPeople() {
    var late = frozen("known-late", "1");
    var refused = frozen("known-refused", "1");
    for (var id : List.of(late, refused)) {
      stack.move(id, "AWAITING_APPROVAL", "REGISTERING");
      stack.move(id, "REGISTERING", "AWAITING_APPROVAL");
    }
    var _ = submit(refused, signature(People.BEN, Role.APPROVER, Verdict.REJECT, hash(refused)));

    int _ = lateStage().run();

    assertThat(stack.awaitWait(late, "STATEMENT_EXPIRED").getState())
        .isEqualTo(BATCH_STATE_AWAITING_APPROVAL);
    assertThat(stack.awaitWait(refused, "REJECTED_BY_APPROVER").getState())
        .isEqualTo(BATCH_STATE_AWAITING_APPROVAL);
  }

  /** The stage as it will find the database in three hours, an hour after every expiry. */
  private static ApprovingStage lateStage() {
    var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
    return new ApprovingStage(stack.db, later, stack.policy, new GenerationClient(Map.of(), 2));
  }

  @Test
  void aStatementAddsUpForWhoeverDownloadsIt() {
    var operator = stack.as("operator/treasury");
    var id = operator.importBatch(file("parts", csv("part-", 4_500)).build()).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);

    var parts = statement(id);

    var head = parts.getFirst().getHead();
    var statement = Statement.decode(head.getStatement().toByteArray());
    var leaves =
        parts.stream()
            .skip(1)
            .flatMap(part -> part.getLeaves().getLeavesList().stream())
            .map(leaf -> Leaf.decode(leaf.toByteArray()))
            .toList();
    assertThat(parts).hasSize(1 + 3);
    assertThat(head.getGeneration()).isEqualTo(stack.generation.get());
    assertThat(LeavesCheck.faults(statement, leaves)).isEmpty();
    assertThat(parts.get(1).getLeaves().getLines(0)).isEqualTo(2);
    assertThat(awaiting()).anyMatch(waiting -> waiting.getBatchId().equals(id));
  }

  @Test
  void aPayoutProvesItsPlaceInTheStatementThatPeopleSigned() {
    var order =
        batch("proof", payout("proof-1", "1"), payout("proof-2", "2"), payout("proof-3", "3"));
    var client = stack.as("client/payroll");
    var id = client.createBatch(order).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);
    var _ = make(id);
    stack.awaitTold();

    var life = client.getPayout(GetPayoutRequest.newBuilder().setExternalId("proof-3").build());

    var head = statement(id).getFirst().getHead();
    var statement = Statement.decode(head.getStatement().toByteArray());
    assertThat(life.getStatementHash()).isEqualTo(head.getStatementHash());
    assertThat(life.getLeafCount()).isEqualTo(3);
    assertThat(life.getSignersList())
        .singleElement()
        .matches(signer -> signer.getKeyId().equals(People.MAKER.text()));
    var path =
        life.getMerklePathList().stream().map(hash -> Digest32.of(hash.toByteArray())).toList();
    assertThat(
            MerkleTree.proves(
                statement.root(),
                life.getLeafBody().toByteArray(),
                life.getPayout().getLeaf(),
                life.getLeafCount(),
                path))
        .isTrue();
    assertThat(life.getHistoryList())
        .extracting(event -> event.getKind())
        .startsWith("BATCH_DRAFT", "BATCH_SCREENING", "BATCH_AWAITING_APPROVAL");
  }

  private static List<AwaitingStatement> awaiting() {
    return stack
        .approvals()
        .listAwaiting(ListAwaitingRequest.getDefaultInstance())
        .getStatementsList();
  }
}
