package io.argosy.custody.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.session.Session.Failure;
import io.argosy.custodycore.Why;
import io.argosy.model.DaemonId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.threshold.Abort;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalsTest {
  private static final DaemonId PEER = new DaemonId("custody-2");

  @ParameterizedTest
  @EnumSource(Why.class)
  void everythingThatCustodyRefusesForHasItsReasonInTheCatalogue(Why why) {
    assertThat(Refusals.reason(why).name()).isEqualTo("REASON_" + why);
  }

  @Test
  void aSessionThatGaveNothingNamesTheDaemon() {
    var reasons =
        Map.of(
            new Failure.Desync(PEER, "the policy"), Reason.REASON_DESYNC,
            new Failure.Stalled(PEER), Reason.REASON_PEER_UNREACHABLE,
            new Failure.Left(PEER), Reason.REASON_SESSION_ABORTED,
            new Failure.Quarantined(PEER), Reason.REASON_QUARANTINED);

    reasons.forEach(
        (failure, reason) -> {
          var refusal = Refusals.of(failure);
          assertThat(refusal.reason()).isEqualTo(reason);
          assertThat(refusal.getMessage()).contains("custody-2");
        });
    var abort = new Abort(Abort.Kind.RETRY, Set.of(2), "the echo");
    assertThat(Refusals.of(new Failure.Aborted(abort)).reason())
        .isEqualTo(Reason.REASON_SESSION_ABORTED);
  }
}
