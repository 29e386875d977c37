package io.argosy.api.state;

import static io.argosy.api.state.BatchState.MOVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BatchStateTest {
  private static final Set<String> PICTURE =
      Set.of(
          "DRAFT>SCREENING",
          "DRAFT>CANCELLED",
          "SCREENING>AWAITING_APPROVAL",
          "SCREENING>REJECTED",
          "SCREENING>CANCELLED",
          "AWAITING_APPROVAL>REGISTERING",
          "AWAITING_APPROVAL>COMPLETED",
          "AWAITING_APPROVAL>PARTIALLY_COMPLETED",
          "AWAITING_APPROVAL>REJECTED",
          "AWAITING_APPROVAL>CANCELLED",
          "AWAITING_APPROVAL>EXPIRED",
          "REGISTERING>EXECUTING",
          "REGISTERING>AWAITING_APPROVAL",
          "REGISTERING>COMPLETED",
          "REGISTERING>PARTIALLY_COMPLETED",
          "REGISTERING>EXPIRED",
          "EXECUTING>PAUSED",
          "EXECUTING>AWAITING_APPROVAL",
          "EXECUTING>COMPLETED",
          "EXECUTING>PARTIALLY_COMPLETED",
          "EXECUTING>CANCELLED",
          "EXECUTING>EXPIRED",
          "PAUSED>EXECUTING",
          "PAUSED>COMPLETED",
          "PAUSED>PARTIALLY_COMPLETED",
          "PAUSED>CANCELLED",
          "PAUSED>EXPIRED");

  @Test
  void everyPairIsRefusedOrStandsInThePicture() {
    var allowed = new TreeSet<String>();
    int refused = 0;
    for (var from : BatchState.values()) {
      for (var to : BatchState.values()) {
        if (MOVES.allow(from, to)) {
          allowed.add(from + ">" + to);
        } else {
          refused++;
          assertThatThrownBy(() -> MOVES.require(from, to))
              .hasMessageContaining(from + " to " + to);
        }
      }
    }

    assertThat(allowed).isEqualTo(new TreeSet<>(PICTURE));
    assertThat(refused).isEqualTo(11 * 11 - PICTURE.size());
  }

  @Test
  void fiveStatesAreFinal() {
    assertThat(Arrays.stream(BatchState.values()).filter(MOVES::isFinal))
        .containsExactly(
            BatchState.COMPLETED,
            BatchState.PARTIALLY_COMPLETED,
            BatchState.REJECTED,
            BatchState.CANCELLED,
            BatchState.EXPIRED);
  }
}
