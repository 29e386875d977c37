package io.argosy.custody.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final Pace<String> pace = new Pace<>(Duration.ofSeconds(30), Duration.ofSeconds(1));

  @Test
  void aPairIsSetUpThreeTimesInARowAndThenOnceASpan() {
    for (int i = 0; i < 3; i++) {
      assertThat(pace.allows("a", i * SECOND)).isTrue();
      pace.succeeded("a", i * SECOND);
    }

    assertThat(pace.allows("a", 3 * SECOND)).isFalse();
    assertThat(pace.allows("a", 90 * SECOND - 1)).isFalse();
    assertThat(pace.allows("b", 3 * SECOND)).isTrue();

    assertThat(pace.allows("a", 90 * SECOND)).isTrue();
    pace.succeeded("a", 90 * SECOND);
    assertThat(pace.allows("a", 90 * SECOND)).isFalse();
    assertThat(pace.allows("a", 91 * SECOND)).isTrue();
  }

  @Test
  void afterFailuresThePauseDoublesUpToAMinuteAndASuccessEndsIt() {
    pace.failed("a", 0);
    assertThat(pace.allows("a", SECOND - 1)).isFalse();
    assertThat(pace.allows("a", SECOND)).isTrue();
    for (int i = 0; i < 10; i++) {
      pace.failed("a", 0);
    }
    assertThat(pace.allows("a", 64 * SECOND - 1)).isFalse();
    assertThat(pace.allows("a", 64 * SECOND)).isTrue();

    pace.succeeded("a", 64 * SECOND);
    pace.failed("a", 64 * SECOND);
    assertThat(pace.allows("a", 65 * SECOND)).isTrue();
  }
}
