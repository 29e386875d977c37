package io.argosy.api.custody;

import com.google.protobuf.ByteString;
import io.argosy.chain.EcdsaSignature;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.StatementText;
import io.argosy.proto.custody.v1.FundIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.proto.custody.v1.VoidIntent;
import io.argosy.wire.PersonSignatureWire;
import java.util.List;

/** Custody's words, to and from the wire. What cannot be read is an IllegalArgumentException. */
final class CustodyWire {
  private CustodyWire() {}

  static RegisterRequest head(StatementText statement, List<PersonSignature> signatures) {
    return RegisterRequest.newBuilder()
        .setHead(
            RegistrationHead.newBuilder()
                .setStatement(ByteString.copyFrom(statement.encoded()))
                .addAllSignatures(signatures.stream().map(PersonSignatureWire::wire).toList()))
        .build();
  }

  static RegisterRequest chunk(List<Leaf> leaves) {
    var chunk = LeafChunk.newBuilder();
    leaves.forEach(leaf -> chunk.addLeaves(ByteString.copyFrom(leaf.encoded())));
    return RegisterRequest.newBuilder().setLeaves(chunk).build();
  }

  static Acknowledgement.Signed parse(io.argosy.proto.custody.v1.Acknowledgement wire) {
    return new Acknowledgement.Signed(
        Acknowledgement.decode(wire.getText().toByteArray()), wire.getSignature().toByteArray());
  }

  static SignRequest request(SignOrder order) {
    var request =
        SignRequest.newBuilder()
            .setRequestId(order.request())
            .setKeyId(order.key().text())
            .addAllQuorum(order.quorum().stream().map(DaemonId::text).toList())
            .setStatementHash(
                ByteString.copyFrom(order.statement().map(Digest32::bytes).orElse(new byte[0])));
    order.acknowledgements().forEach(each -> request.addAcknowledgements(wire(each)));
    order.intents().forEach(each -> request.addIntents(wire(each)));
    return request.build();
  }

  private static io.argosy.proto.custody.v1.Acknowledgement wire(Acknowledgement.Signed signed) {
    return io.argosy.proto.custody.v1.Acknowledgement.newBuilder()
        .setDaemonId(signed.acknowledgement().daemon().text())
        .setText(ByteString.copyFrom(signed.acknowledgement().encoded()))
        .setSignature(ByteString.copyFrom(signed.signature()))
        .build();
  }

  private static Intent wire(SignOrder.Intent intent) {
    return switch (intent) {
      case SignOrder.Intent.Pay pay ->
          Intent.newBuilder()
              .setPay(
                  PayIntent.newBuilder()
                      .addAllLeaves(pay.leaves())
                      .setAsset(pay.asset().toString())
                      .setDeadline(pay.deadline().getEpochSecond())
                      .setItemGas(Math.toIntExact(pay.itemGas())))
              .build();
      case SignOrder.Intent.VoidLeaves(var places, var deadline) ->
          Intent.newBuilder()
              .setVoid(
                  VoidIntent.newBuilder()
                      .addAllLeaves(places)
                      .setDeadline(deadline.getEpochSecond()))
              .build();
      case SignOrder.Intent.Fund(var refill, long itemGas) ->
          Intent.newBuilder()
              .setFund(
                  FundIntent.newBuilder()
                      .setLeaf(refill.lane())
                      .setDay(Math.toIntExact(refill.day()))
                      .setRefill(refill.number())
                      .setItemGas(Math.toIntExact(itemGas)))
              .build();
      case SignOrder.Intent.Delegate _ ->
          throw new IllegalArgumentException("officers order a delegation, not this service");
    };
  }

  static List<IntentSignature> parse(SignResponse response) {
    return response.getSignaturesList().stream()
        .map(
            each ->
                new IntentSignature(
                    Digest32.of(each.getDigest().toByteArray()),
                    new EcdsaSignature(each.getSignature().toByteArray())))
        .toList();
  }
}
