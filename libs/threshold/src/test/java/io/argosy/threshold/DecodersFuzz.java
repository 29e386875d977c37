package io.argosy.threshold;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The same decoders under Jazzer, guided by coverage: all of them for a moment with the suite
 * ({@link JazzerIT}), one method at a time for longer, as CONTRIBUTING.md says. Jazzer's bytes are
 * laid over an honest message at the place that the first two of them say, so that few bytes reach
 * all of a long message, and are read as they are, too.
 */
class DecodersFuzz {
  private static final int PLACE = 2;
  private static final Map<String, Decoders.Decoder> READY = new HashMap<>();

  private final List<Consumer<byte[]>> all =
      List.of(
          this::keyGenerationRound1,
          this::keyGenerationRound2,
          this::keyGenerationRound3,
          this::keyGenerationRound4,
          this::signingRound1,
          this::signingRound2,
          this::signingRound3,
          this::refreshRound2,
          this::refreshRound3,
          this::refreshRound4,
          this::resharingRound2,
          this::resharingRound3,
          this::resharingRound4,
          this::pairRenewalRound1,
          this::pairRenewalRound2,
          this::pairRenewalRound3,
          this::share);

  int count() {
    return all.size();
  }

  private static void read(String name, Supplier<Decoders.Decoder> decoder, byte[] bytes) {
    var ready = READY.computeIfAbsent(name, _ -> decoder.get());
    byte[] laid = ready.honest().clone();
    int at = bytes.length < PLACE ? 0 : place(bytes, laid.length);
    for (int i = PLACE; i < Math.min(PLACE + laid.length - at, bytes.length); i++) {
      laid[at + i - PLACE] ^= bytes[i];
    }
    ready.read().accept(laid);
    ready.read().accept(bytes);
  }

  /** The two first bytes as a part of the message's length. */
  private static int place(byte[] bytes, int length) {
    return (int) (((((bytes[0] & 0xffL) << 8) | (bytes[1] & 0xffL)) * length) >>> 16);
  }

  @FuzzTest
  void keyGenerationRound1(byte[] bytes) {
    read("key generation 1", () -> Decoders.keyGeneration(1), bytes);
  }

  @FuzzTest
  void keyGenerationRound2(byte[] bytes) {
    read("key generation 2", () -> Decoders.keyGeneration(2), bytes);
  }

  @FuzzTest
  void keyGenerationRound3(byte[] bytes) {
    read("key generation 3", () -> Decoders.keyGeneration(3), bytes);
  }

  @FuzzTest
  void keyGenerationRound4(byte[] bytes) {
    read("key generation 4", () -> Decoders.keyGeneration(4), bytes);
  }

  @FuzzTest
  void signingRound1(byte[] bytes) {
    read("signing 1", () -> Decoders.signing(1), bytes);
  }

  @FuzzTest
  void signingRound2(byte[] bytes) {
    read("signing 2", () -> Decoders.signing(2), bytes);
  }

  @FuzzTest
  void signingRound3(byte[] bytes) {
    read("signing 3", () -> Decoders.signing(3), bytes);
  }

  @FuzzTest
  void refreshRound2(byte[] bytes) {
    read("refresh 2", () -> Decoders.refresh(2), bytes);
  }

  @FuzzTest
  void refreshRound3(byte[] bytes) {
    read("refresh 3", () -> Decoders.refresh(3), bytes);
  }

  @FuzzTest
  void refreshRound4(byte[] bytes) {
    read("refresh 4", () -> Decoders.refresh(4), bytes);
  }

  @FuzzTest
  void resharingRound2(byte[] bytes) {
    read("resharing 2", () -> Decoders.resharing(2), bytes);
  }

  @FuzzTest
  void resharingRound3(byte[] bytes) {
    read("resharing 3", () -> Decoders.resharing(3), bytes);
  }

  @FuzzTest
  void resharingRound4(byte[] bytes) {
    read("resharing 4", () -> Decoders.resharing(4), bytes);
  }

  @FuzzTest
  void pairRenewalRound1(byte[] bytes) {
    read("pair renewal 1", () -> Decoders.pairRenewal(1), bytes);
  }

  @FuzzTest
  void pairRenewalRound2(byte[] bytes) {
    read("pair renewal 2", () -> Decoders.pairRenewal(2), bytes);
  }

  @FuzzTest
  void pairRenewalRound3(byte[] bytes) {
    read("pair renewal 3", () -> Decoders.pairRenewal(3), bytes);
  }

  @FuzzTest
  void share(byte[] bytes) {
    read("share", Decoders::share, bytes);
  }

  /** The first byte says which one. */
  @FuzzTest
  void any(byte[] bytes) {
    if (bytes.length > 0) {
      all.get((bytes[0] & 0xff) % all.size()).accept(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
  }

  /** A decoder with a bug, which has to be found. */
  @FuzzTest
  void planted(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == 'n' && bytes[1] == 'o') {
      throw new IllegalStateException("planted");
    }
  }
}
