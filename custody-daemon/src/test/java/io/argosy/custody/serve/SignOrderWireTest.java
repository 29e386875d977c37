package io.argosy.custody.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.FundStatement;
import io.argosy.proto.common.v1.PersonSignature;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.FundIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.VoidIntent;
import io.argosy.servicekit.Refusal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignOrderWireTest {
  private static final PayIntent PAY =
      PayIntent.newBuilder()
          .addLeaves(1)
          .setAsset("eip155:31337/slip44:60")
          .setDeadline(1_800_000_000L)
          .setItemGas(0x9000_0000)
          .build();

  private static SignRequest.Builder request(PayIntent pay) {
    return SignRequest.newBuilder()
        .setRequestId("r")
        .setKeyId("k")
        .addAllQuorum(List.of("custody-1", "custody-2"))
        .setStatementHash(ByteString.copyFrom(new byte[32]))
        .addIntents(Intent.newBuilder().setPay(pay));
  }

  private static void refused(SignRequest.Builder request, String field) {
    var refusal = catchThrowableOfType(Refusal.class, () -> SignOrderWire.parse(request.build()));
    assertThat(refusal).isNotNull();
    assertThat(refusal.details()).containsKey(field);
  }

  @Test
  void whatCannotBeReadIsRefusedWithTheNameOfItsField() {
    refused(request(PAY).setRequestId("two words"), "request_id, intents");
    refused(request(PAY).clearIntents(), "request_id, intents");
    refused(request(PAY).setKeyId(""), "key_id");
    refused(request(PAY).addAllQuorum(Collections.nCopies(8, "custody-1")), "quorum");
    refused(request(PAY).setStatementHash(ByteString.copyFrom(new byte[31])), "statement_hash");
    refused(request(PAY).addIntents(Intent.getDefaultInstance()), "intents[1]");
    refused(request(PAY.toBuilder().addLeaves(-1).build()), "intents[0]");
    refused(request(PAY.toBuilder().setDeadline(-1).build()), "intents[0]");
    refused(request(PAY.toBuilder().setDeadline(Long.MAX_VALUE).build()), "intents[0]");
    refused(request(PAY.toBuilder().setAsset("gold").build()), "intents[0]");
    refused(request(PAY).addIntents(fund(-1, 0)), "intents[1]");
    refused(request(PAY).addIntents(fund(0, -1)), "intents[1]");
    refused(
        request(PAY).addAcknowledgements(Acknowledgement.getDefaultInstance()),
        "acknowledgements[0]");
  }

  @Test
  void tooManyOfAnythingIsRefusedUnread() {
    var said = Collections.nCopies(10, Acknowledgement.getDefaultInstance());
    var intents = Collections.nCopies(4_097, Intent.newBuilder().setPay(PAY).build());
    var people = Collections.nCopies(65, PersonSignature.getDefaultInstance());

    refused(request(PAY).addAllAcknowledgements(said), "acknowledgements");
    refused(request(PAY).clearIntents().addAllIntents(intents), "intents");
    assertThat(
            catchThrowableOfType(
                Refusal.class, () -> SignOrderWire.signatures("signatures", people)))
        .isNotNull();
    var text = ByteString.copyFrom(new byte[65_537]);
    assertThat(catchThrowableOfType(Refusal.class, () -> SignOrderWire.text("order", text)))
        .isNotNull();
  }

  @Test
  void aVoidIsReadAsItWasSent() {
    var voiding = VoidIntent.newBuilder().addLeaves(0).addLeaves(3).setDeadline(1_800_000_000L);
    refused(
        request(PAY).addIntents(Intent.newBuilder().setVoid(voiding.clone().addLeaves(-1))),
        "intents[1]");
    refused(
        request(PAY).addIntents(Intent.newBuilder().setVoid(voiding.clone().setDeadline(0))),
        "intents[1]");

    var order =
        SignOrderWire.parse(
            request(PAY).clearIntents().addIntents(Intent.newBuilder().setVoid(voiding)).build());

    assertThat(order.intents())
        .containsExactly(
            new SignOrder.Intent.VoidLeaves(List.of(0, 3), Instant.ofEpochSecond(1_800_000_000L)));
  }

  private static Intent.Builder fund(int lane, int refill) {
    return Intent.newBuilder()
        .setFund(
            FundIntent.newBuilder()
                .setLeaf(lane)
                .setDay(0xffff_ffff)
                .setRefill(refill)
                .setItemGas(50_000));
  }

  @Test
  void aRefillIsReadAsItWasSent() {
    var order = SignOrderWire.parse(request(PAY).clearIntents().addIntents(fund(1, 2)).build());

    assertThat(order.intents())
        .containsExactly(
            new SignOrder.Intent.Fund(new FundStatement.Refill(0xffff_ffffL, 1, 2), 50_000));
  }

  @Test
  void anOrderIsReadAsItWasSent() {
    var order = SignOrderWire.parse(request(PAY).build());

    assertThat(order.request()).isEqualTo("r");
    assertThat(order.quorum()).hasSize(2);
    assertThat(order.intents())
        .singleElement()
        .isInstanceOfSatisfying(
            SignOrder.Intent.Pay.class,
            pay -> {
              assertThat(pay.deadline()).isEqualTo(Instant.ofEpochSecond(1_800_000_000L));
              assertThat(pay.itemGas()).isEqualTo(0x9000_0000L);
            });
  }
}
