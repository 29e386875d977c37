package io.argosy.reconcile.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class StandingTest {
  @Test
  void oneDaemonsWordIsNotEnoughAndSilentOnesLeaveItOpen() {
    assertThat(Standing.of(2, Set.of("a"), Set.of())).isEqualTo(Standing.UNSIGNED);
    assertThat(Standing.of(2, Set.of("a"), Set.of("b"))).isEqualTo(Standing.UNDECIDED);
    assertThat(Standing.of(2, Set.of(), Set.of("a", "b"))).isEqualTo(Standing.UNDECIDED);
  }

  @Test
  void silenceCannotRescueWhatTooFewCouldTell() {
    assertThat(Standing.of(2, Set.of(), Set.of("a"))).isEqualTo(Standing.UNSIGNED);
  }

  @Test
  void aDaemonThatToldAndFellSilentCountsOnce() {
    assertThat(Standing.of(2, Set.of("a"), Set.of("a"))).isEqualTo(Standing.UNSIGNED);
  }

  @Test
  void daemonsEnoughMakeItSigned() {
    assertThat(Standing.of(2, Set.of("a", "b"), Set.of("c"))).isEqualTo(Standing.SIGNED);
  }
}
