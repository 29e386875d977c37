package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VoidLeafTest {
  private static final VoidLeaf LEAF = new VoidLeaf(Digest32.parse("ab".repeat(32)), 258);
  private static final byte[] BYTES = HexFormat.of().parseHex("02" + "ab".repeat(32) + "00000102");

  @Test
  void anythingButItsOneEncodingIsRefused() {
    byte[] longer = Arrays.copyOf(BYTES, 38);
    byte[] shorter = Arrays.copyOf(BYTES, 36);
    byte[] otherFormat = BYTES.clone();
    otherFormat[0] = 1;
    byte[] negative = BYTES.clone();
    negative[33] = (byte) 0x80;
    for (byte[] bad : List.of(new byte[0], longer, shorter, otherFormat, negative)) {
      assertThatThrownBy(() -> VoidLeaf.decode(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(LEAF.encoded()).isEqualTo(BYTES);
    assertThat(VoidLeaf.decode(BYTES)).isEqualTo(LEAF);
  }
}
