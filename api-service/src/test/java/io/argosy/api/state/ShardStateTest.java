package io.argosy.api.state;

import static io.argosy.api.state.ShardState.MOVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShardStateTest {
  private static final Set<String> PICTURE =
      Set.of(
          "PLANNED>SIGNED",
          "PLANNED>INCLUDED",
          "PLANNED>SUPERSEDED",
          "SIGNED>SENT",
          "SIGNED>INCLUDED",
          "SIGNED>SUPERSEDED",
          "SENT>SIGNED",
          "SENT>INCLUDED",
          "SENT>SUPERSEDED",
          "INCLUDED>PLANNED",
          "INCLUDED>SIGNED",
          "INCLUDED>SENT",
          "INCLUDED>FINAL",
          "INCLUDED>SUPERSEDED");

  @Test
  void everyPairIsRefusedOrStandsInThePicture() {
    var allowed = new TreeSet<String>();
    int refused = 0;
    for (var from : ShardState.values()) {
      for (var to : ShardState.values()) {
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
    assertThat(refused).isEqualTo(6 * 6 - PICTURE.size());
  }

  @Test
  void twoStatesAreFinal() {
    assertThat(Arrays.stream(ShardState.values()).filter(MOVES::isFinal))
        .containsExactly(ShardState.FINAL, ShardState.SUPERSEDED);
  }
}
