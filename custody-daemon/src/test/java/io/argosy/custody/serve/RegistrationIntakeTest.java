package io.argosy.custody.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Why;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.servicekit.Refusal;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class RegistrationIntakeTest {
  private static final RegisterRequest HEAD =
      RegisterRequest.newBuilder()
          .setHead(RegistrationHead.newBuilder().setStatement(ByteString.copyFromUtf8("text\n")))
          .build();
  private final RegistrationIntake intake = new RegistrationIntake();

  private static RegisterRequest leaves(int count, int bytes) {
    var leaf = ByteString.copyFrom(new byte[bytes]);
    return RegisterRequest.newBuilder()
        .setLeaves(LeafChunk.newBuilder().addAllLeaves(Collections.nCopies(count, leaf)))
        .build();
  }

  private void refused(RegisterRequest part) {
    assertThatThrownBy(() -> intake.take(part)).isInstanceOf(Refusal.class);
  }

  @Test
  void aStreamWithoutItsHeadInFrontIsRefused() {
    refused(RegisterRequest.getDefaultInstance());
    refused(leaves(1, 100));
    refused(RegisterRequest.newBuilder().setHead(RegistrationHead.getDefaultInstance()).build());
    assertThatThrownBy(() -> intake.complete((text, all, people) -> refusal()))
        .isInstanceOf(Refusal.class);
    intake.take(HEAD);
    refused(HEAD);
  }

  private static Answer<io.argosy.custodycore.Acknowledgement> refusal() {
    return new Answer.Refused<>(Why.STATEMENT_MALFORMED, "not asked");
  }

  @Test
  void moreThanTheBoundsIsRefused() {
    intake.take(HEAD);
    refused(leaves(2_001, 100));
    refused(leaves(1, 257));
    for (int i = 0; i < 50; i++) {
      intake.take(leaves(2_000, 1));
    }
    refused(leaves(1, 1));
  }

  @Test
  void theGateIsAskedWithEveryLeafInItsPlace() {
    intake.take(HEAD);
    intake.take(leaves(2, 1));
    intake.take(leaves(1, 2));

    var answer =
        intake.complete(
            (text, all, people) -> {
              assertThat(text)
                  .isEqualTo("text\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
              assertThat(all.stream().map(leaf -> leaf.length)).containsExactly(1, 1, 2);
              assertThat(people).isEmpty();
              return refusal();
            });

    assertThat(answer).isInstanceOf(Answer.Refused.class);
  }
}
