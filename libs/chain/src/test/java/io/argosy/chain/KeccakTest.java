package io.argosy.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class KeccakTest {
  /** A block of the sponge is 136 bytes; some lengths before, at and after its edges. */
  private static final int LONGEST = 3 * 136 + 9;

  @Test
  void nothingHasTheHashThatEveryEmptyAccountShows() {
    assertThat(HexFormat.of().formatHex(Keccak.hash("").bytes()))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  }

  @Test
  void everyLengthAndCutAgreesWithBouncyCastle() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int length = 0; length <= LONGEST; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      int cut = random.nextInt(length + 1);
      var hash =
          Keccak.hash(
              Arrays.copyOf(message, cut), Arrays.copyOfRange(message, cut, message.length));
      assertThat(hash.bytes()).as("seed %d, length %d", seed, length).isEqualTo(oracle(message));
    }
  }

  private static byte[] oracle(byte[] message) {
    var keccak = new KeccakDigest(256);
    keccak.update(message, 0, message.length);
    byte[] hash = new byte[32];
    var _ = keccak.doFinal(hash, 0);
    return hash;
  }
}
