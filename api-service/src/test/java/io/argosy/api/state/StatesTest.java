package io.argosy.api.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The three machines against the pictures of them that people reviewed: {@code docs/states.md}. A
 * move that is added, or one that is lost, differs there.
 */
class StatesTest {
  private static final Path PICTURES = Path.of("../docs/states.md");

  @Test
  void everyMoveOfABatchStandsInItsPictureAndNoOtherIsAllowed() throws IOException {
    compare("Batch", BatchState.values(), BatchState.MOVES);
  }

  @Test
  void everyMoveOfAShardStandsInItsPictureAndNoOtherIsAllowed() throws IOException {
    compare("Shard", ShardState.values(), ShardState.MOVES);
  }

  @Test
  void everyMoveOfARefillStandsInItsPictureAndNoOtherIsAllowed() throws IOException {
    compare("Refill", RefillState.values(), RefillState.MOVES);
  }

  @Test
  void aBatchEndsInFiveStatesAndAShardAndARefillInTwo() {
    assertThat(Arrays.stream(BatchState.values()).filter(BatchState.MOVES::isFinal))
        .containsExactly(
            BatchState.COMPLETED,
            BatchState.PARTIALLY_COMPLETED,
            BatchState.REJECTED,
            BatchState.CANCELLED,
            BatchState.EXPIRED);
    assertThat(Arrays.stream(ShardState.values()).filter(ShardState.MOVES::isFinal))
        .containsExactly(ShardState.FINAL, ShardState.SUPERSEDED);
    assertThat(Arrays.stream(RefillState.values()).filter(RefillState.MOVES::isFinal))
        .containsExactly(RefillState.FINAL, RefillState.SUPERSEDED);
  }

  private static <S extends Enum<S>> void compare(String machine, S[] states, Moves<S> moves)
      throws IOException {
    var drawn = new StringBuilder("## " + machine + "\n\n```mermaid\nstateDiagram-v2\n");
    drawn.append("  [*] --> ").append(states[0]).append('\n');
    for (S from : states) {
      for (S to : states) {
        if (moves.allow(from, to)) {
          drawn.append("  %s --> %s%n".formatted(from, to));
        } else {
          assertThatThrownBy(() -> moves.require(from, to))
              .hasMessageContaining(from + " to " + to);
        }
      }
    }
    List.of(states).stream()
        .filter(moves::isFinal)
        .forEach(end -> drawn.append("  %s --> [*]%n".formatted(end)));
    assertThat(Files.readString(PICTURES)).contains(drawn.append("```\n").toString());
  }
}
