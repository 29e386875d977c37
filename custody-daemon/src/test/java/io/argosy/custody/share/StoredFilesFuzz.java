package io.argosy.custody.share;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Stored files under Jazzer, one method at a time; for a moment with the suite. */
public class StoredFilesFuzz {
  @FuzzTest
  void sealedShare(byte[] bytes) {
    StoredFilesTest.readsSealedShare(bytes);
  }

  @FuzzTest
  void certificate(byte[] bytes) {
    StoredFilesTest.readsCertificate(bytes);
  }
}
