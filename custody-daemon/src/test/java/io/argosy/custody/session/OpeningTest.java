package io.argosy.custody.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.Changed;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private static final Digest32 SOME = Digest32.parse("ab".repeat(32));
  private static final Opening OPENING =
      new Opening(
          "sign/1/0",
          SOME,
          SOME,
          new KeyId("treasury"),
          0,
          "1 2",
          3,
          SOME,
          "2=" + SOME,
          SOME,
          1,
          SOME);

  /** Bytes from a peer: also one whose identity key signs anything. */
  @Test
  void bytesChangedAtRandomAreTheOneEncodingOfAnOpeningOrRefused() {
    Changed.each("opening", OPENING.encoded(), OpeningTest::readsOneEncoding);
  }

  static void readsOneEncoding(byte[] bytes) {
    try {
      assertThat(Opening.decode(bytes).encoded()).isEqualTo(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }
}
