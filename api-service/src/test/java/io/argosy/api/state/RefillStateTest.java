package io.argosy.api.state;

import static io.argosy.api.state.RefillState.MOVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RefillStateTest {
  private static final Set<String> PICTURE =
      Set.of(
          "PLANNED>SIGNED",
          "PLANNED>FINAL",
          "PLANNED>SUPERSEDED",
          "SIGNED>FINAL",
          "SIGNED>SUPERSEDED");

  @Test
  void everyPairIsRefusedOrStandsInThePicture() {
    var allowed = new TreeSet<String>();
    int refused = 0;
    for (var from : RefillState.values()) {
      for (var to : RefillState.values()) {
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
    assertThat(refused).isEqualTo(4 * 4 - PICTURE.size());
  }

  @Test
  void twoStatesAreFinal() {
    assertThat(Arrays.stream(RefillState.values()).filter(MOVES::isFinal))
        .containsExactly(RefillState.FINAL, RefillState.SUPERSEDED);
  }
}
