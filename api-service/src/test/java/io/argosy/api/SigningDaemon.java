package io.argosy.api;

import com.google.protobuf.ByteString;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.IntentSignature;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A custody daemon of a test: it checks leaves against the statement, acknowledges by its identity
 * key, and signs only together with its quorum. It knows no policy; the real one has acceptance
 * tests of its own.
 */
final class SigningDaemon extends CustodyServiceGrpc.CustodyServiceImplBase {
  /** In what way it misbehaves. */
  enum Vice {
    NONE,
    /** Its acknowledgement is signed by another key. */
    ACKNOWLEDGES_FALSELY,
    /** It answers with a signature over something else. */
    SIGNS_SOMETHING_ELSE
  }

  private final DaemonId id;
  private final KeyPair identity;
  private final Digest32 genesis;
  private final SigningTable table;
  private final Map<Digest32, Registered> registered = new ConcurrentHashMap<>();
  private final Map<Digest32, FundStatement> funds = new ConcurrentHashMap<>();
  volatile Vice vice = Vice.NONE;
  volatile Optional<Reason> refuses = Optional.empty();

  private record Registered(Statement statement, List<Leaf> leaves) {}

  SigningDaemon(DaemonId id, KeyPair identity, Digest32 genesis, SigningTable table) {
    this.id = id;
    this.identity = identity;
    this.genesis = genesis;
    this.table = table;
  }

  DaemonId id() {
    return id;
  }

  boolean knows(Digest32 statement) {
    return registered.containsKey(statement);
  }

  @Override
  public StreamObserver<RegisterRequest> register(StreamObserver<RegisterResponse> out) {
    return new StreamObserver<>() {
      private final List<Leaf> leaves = new ArrayList<>();
      private Optional<StatementText> statement = Optional.empty();
      private long generation;

      @Override
      public void onNext(RegisterRequest part) {
        if (part.hasHead()) {
          statement =
              Optional.of(StatementText.decode(part.getHead().getStatement().toByteArray()));
          generation = part.getHead().getSignatures(0).getGeneration();
        }
        part.getLeaves()
            .getLeavesList()
            .forEach(leaf -> leaves.add(Leaf.decode(leaf.toByteArray())));
      }

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {
        try {
          out.onNext(acknowledge(statement.orElseThrow(), leaves, generation));
          out.onCompleted();
        } catch (Refusal refusal) {
          out.onError(refusal.status());
        }
      }
    };
  }

  private RegisterResponse acknowledge(
      StatementText statement, List<Leaf> leaves, long generation) {
    refuses.ifPresent(
        reason -> {
          throw Refusal.of(reason, "statement", statement.hash().toString());
        });
    switch (statement) {
      case Statement payment -> {
        if (!LeavesCheck.faults(payment, leaves).isEmpty()) {
          throw Refusal.of(Reason.REASON_ROOT_MISMATCH, "leaves", "other leaves");
        }
        registered.put(statement.hash(), new Registered(payment, List.copyOf(leaves)));
      }
      case FundStatement fund -> funds.put(statement.hash(), fund);
    }
    byte[] text = new Acknowledgement(genesis, id, generation, 1, statement.hash()).encoded();
    var wire =
        io.argosy.proto.custody.v1.Acknowledgement.newBuilder()
            .setDaemonId(id.text())
            .setText(ByteString.copyFrom(text))
            .setSignature(ByteString.copyFrom(signed(text)));
    return RegisterResponse.newBuilder().setAcknowledgement(wire).build();
  }

  private byte[] signed(byte[] text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(identity.getPrivate());
      signature.update(vice == Vice.ACKNOWLEDGES_FALSELY ? new byte[] {1} : text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void sign(SignRequest request, StreamObserver<SignResponse> out) {
    try {
      out.onNext(sign(request));
      out.onCompleted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SignResponse sign(SignRequest request) throws InterruptedException {
    refuses.ifPresent(
        reason -> {
          throw Refusal.of(reason, "treasury", "refused by " + id);
        });
    var hash = Digest32.of(request.getStatementHash().toByteArray());
    if (!registered.containsKey(hash) && !funds.containsKey(hash)) {
      throw Refusal.of(Reason.REASON_NOT_REGISTERED, "statement", "not here");
    }
    if (request.getAcknowledgementsCount() < 2 || !request.getQuorumList().contains(id.text())) {
      throw Refusal.of(Reason.REASON_QUORUM_INVALID, "quorum", request.getQuorumList().toString());
    }
    switch (table.meet(request, id.text())) {
      case ALL_THERE -> {}
      case SOMEBODY_MISSING ->
          throw Refusal.of(
              Reason.REASON_PEER_UNREACHABLE, "peer", String.join(" ", table.missing(request)));
      case ANOTHER_REQUEST ->
          throw Refusal.of(Reason.REASON_DESYNC, "request", "the members see different requests");
      case USED_BEFORE ->
          throw Refusal.of(Reason.REASON_REQUEST_ID_REUSED, "request_id", request.getRequestId());
    }
    var response = SignResponse.newBuilder();
    for (Intent intent : request.getIntentsList()) {
      response.addSignatures(signature(digest(hash, intent)));
    }
    return response.build();
  }

  private Digest32 digest(Digest32 statement, Intent intent) {
    var fund = funds.get(statement);
    if (fund == null) {
      return digest(Objects.requireNonNull(registered.get(statement)), intent.getPay());
    }
    var wire = intent.getFund();
    var refill = new FundStatement.Refill(wire.getDay(), wire.getLeaf(), wire.getRefill());
    return Authorization.of(fund, refill, wire.getItemGas()).orElseThrow().digest();
  }

  private static Digest32 digest(Registered known, PayIntent pay) {
    return new Authorization(
            known.statement().treasury(),
            known.statement().hash(),
            AssetId.parse(pay.getAsset()),
            Instant.ofEpochSecond(pay.getDeadline()),
            pay.getItemGas(),
            known.statement().mode(),
            Segment.of(pay.getLeavesList(), known.leaves()))
        .digest();
  }

  private IntentSignature signature(Digest32 digest) {
    var over = vice == Vice.SIGNS_SOMETHING_ELSE ? Digest32.sha256(digest.bytes()) : digest;
    return IntentSignature.newBuilder()
        .setDigest(ByteString.copyFrom(digest.bytes()))
        .setSignature(ByteString.copyFrom(table.sign(over).bytes()))
        .build();
  }
}
