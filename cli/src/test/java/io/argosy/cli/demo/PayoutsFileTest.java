package io.argosy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayoutsFileTest {
  @Test
  void aDozenLinesOfAThousandAreWrongAndTheRestNameARecipientEach() {
    var file = PayoutsFile.make(1_000, 7);

    assertThat(file.text().lines()).hasSize(1_001);
    assertThat(file.text().lines().filter(line -> line.contains("-bad-"))).hasSize(12);
    assertThat(file.recipients()).hasSize(988).doesNotHaveDuplicates();
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherGivesOtherRecipients() {
    assertThat(PayoutsFile.make(200, 7)).isEqualTo(PayoutsFile.make(200, 7));
    assertThat(PayoutsFile.make(200, 8).recipients())
        .doesNotContainAnyElementsOf(PayoutsFile.make(200, 7).recipients());
  }
}
