package io.argosy.custody.session;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Round 0 under Jazzer; no part of the suite. */
class OpeningFuzz {
  @FuzzTest
  void opening(byte[] bytes) {
    OpeningTest.readsOneEncoding(bytes);
  }
}
