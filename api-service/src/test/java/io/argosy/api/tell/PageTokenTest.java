package io.argosy.api.tell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  @ParameterizedTest
  @ValueSource(strings = {"7", "!!!", "AAAA", "bm8gdGltZQ"})
  void whatNobodyGaveOutIsNoToken(String text) {
    assertThat(PageToken.parse(text)).isEmpty();
  }

  @Test
  void aTokenComesBackAsItWas() {
    var token = new PageToken(Instant.parse("2026-11-01T12:00:00.123456Z"), "batch-1");

    assertThat(PageToken.parse(token.text())).contains(token);
  }
}
