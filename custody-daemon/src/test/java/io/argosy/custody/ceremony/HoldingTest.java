package io.argosy.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.ceremony.Holding.Held;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HoldingTest {
  private static final Holding MINE = new Holding(7, Held.SHARE);

  @Test
  void whatNoDaemonSaysIsRefused() {
    byte[] good = new Holding(9, Held.SHARE).encoded();
    byte[] negative = good.clone();
    negative[0] = -1;
    byte[] unknown = good.clone();
    unknown[4] = 2;
    byte[] below = good.clone();
    below[4] = -1;
    for (byte[] wrong : List.of(new byte[0], new byte[4], new byte[6], negative, unknown, below)) {
      assertThat(MINE.others(wrong)).isEmpty();
    }
  }

  @Test
  void whoJumpsFurtherThanAttemptsExplainUsesUpNoNumbers() {
    assertThat(MINE.others(new Holding(7 + (1 << 16) + 1, Held.SHARE).encoded())).isEmpty();
    assertThat(MINE.others(new Holding(Integer.MAX_VALUE, Held.SHARE).encoded())).isEmpty();
    assertThat(MINE.others(new Holding(7 + (1 << 16), Held.SHARE).encoded())).isPresent();
  }

  @Test
  void theNextEpochIsAboveEverybodysAndOnlyWhoHasAShareDeals() {
    var all = new TreeMap<>(Map.of(1, MINE, 2, new Holding(9, Held.NOTHING), 3, MINE));
    var said = new Holding(9, Held.NOTHING).encoded();

    assertThat(MINE.others(said)).contains(new Holding(9, Held.NOTHING));
    assertThat(MINE.others(MINE.encoded())).contains(MINE);
    assertThat(Holding.next(all)).isEqualTo(10);
    assertThat(Holding.dealers(all)).containsExactly(1, 3);
  }
}
