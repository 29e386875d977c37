package io.argosy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.demo.Progress.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BarsTest {
  @Test
  void aStageNeverLeavesEightyColumns() {
    var stage = new Stage("start", 1, 2, Duration.ofSeconds(3), true, "x".repeat(100));

    assertThat(Bars.drawn(stage)).hasSize(Bars.COLUMNS).endsWith("…");
    assertThat(Bars.plain(stage)).hasSize(Bars.COLUMNS).endsWith("…");
  }

  @Test
  void aLongTextGoesOnInTheNextLineAndLosesNoWord() {
    String text = "line 73, recipient: \"0x" + "0".repeat(40) + "\"; write the payee's address";

    var lines = Bars.wrapped(text);

    assertThat(lines).hasSizeGreaterThan(1).allMatch(line -> line.length() <= Bars.COLUMNS);
    assertThat(String.join(" ", lines.stream().map(String::strip).toList())).isEqualTo(text);
  }

  @Test
  void aWordLongerThanALineIsCutAndNothingOfItIsLost() {
    String word = "0123456789".repeat(20);

    var lines = Bars.wrapped(word);

    assertThat(lines).hasSizeGreaterThan(2).allMatch(line -> line.length() <= Bars.COLUMNS);
    assertThat(String.join("", lines.stream().map(String::strip).toList())).isEqualTo(word);
  }
}
