package io.argosy.threshold;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The same decoders under Jazzer, guided by coverage: one method at a time with {@code
 * JAZZER_FUZZ=1}, as CONTRIBUTING.md says; no part of the suite, for its agent changes every class.
 * Jazzer's bytes are laid over an honest message, so that they have its length.
 */
class DecodersFuzz {
  private static final Map<String, Decoders.Decoder> READY = new HashMap<>();

  private static void read(String name, Supplier<Decoders.Decoder> decoder, byte[] bytes) {
    var ready = READY.computeIfAbsent(name, _ -> decoder.get());
    byte[] laid = ready.honest().clone();
    for (int i = 0; i < Math.min(laid.length, bytes.length); i++) {
      laid[i] ^= bytes[i];
    }
    ready.read().accept(laid);
    ready.read().accept(bytes);
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
  void share(byte[] bytes) {
    read("share", Decoders::share, bytes);
  }
}
