package io.argosy.custody.session;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Round 0 under Jazzer; for a moment with the suite. */
public class OpeningFuzz {
  @FuzzTest
  void opening(byte[] bytes) {
    OpeningTest.readsOneEncoding(bytes);
  }
}
